import type { IncomingMessage } from "node:http";

const loopback = ["localhost", "127.0.0.1", "::1"];
const everyAddress = new Set(["0.0.0.0", "::"]);

/**
 * The host names that API and editor answer to, without ports: a page elsewhere that has pointed its own name at this
 * machine (DNS rebinding) gets nothing. Trigger URLs are not asked: a caller may know this machine by any name.
 */
export function allowedHosts(given: {
  readonly listensOn: string;
  readonly publicUrl: string | undefined;
  readonly more: readonly string[];
}): ReadonlySet<string> {
  const hosts = new Set([...loopback, ...given.more]);
  if (!everyAddress.has(given.listensOn)) hosts.add(given.listensOn);
  if (given.publicUrl) hosts.add(bare(new URL(given.publicUrl).hostname));
  return hosts;
}

/** Whether the request's Host header names one of them. */
export function isAllowedHost(request: IncomingMessage, hosts: ReadonlySet<string>): boolean {
  const host = request.headers.host;
  if (host === undefined || /[\s/@?#\\]/.test(host) || !URL.canParse(`http://${host}`)) return false;
  return hosts.has(bare(new URL(`http://${host}`).hostname));
}

/** IPv6 without brackets, no dot at the end. */
function bare(hostname: string): string {
  return hostname
    .replace(/^\[(.*)\]$/, "$1")
    .replace(/\.$/, "")
    .toLowerCase();
}
