import type { IncomingMessage } from "node:http";

/**
 * Whether the browser says that the call comes from this server's own pages. A call without `Sec-Fetch-Site` and
 * `Origin` is not a browser's cross-site call: those send at least one of them with everything that changes something.
 */
export function isSameOrigin(request: IncomingMessage, publicUrl: string | undefined): boolean {
  const site = request.headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin" && site !== "none") return false;
  const { origin, host } = request.headers;
  if (origin === undefined) return true;
  if (publicUrl !== undefined && origin === publicUrl) return true;
  // `Origin: null` (sandboxed frames, files) is no origin of ours.
  return URL.canParse(origin) && host !== undefined && new URL(origin).host === host.toLowerCase();
}
