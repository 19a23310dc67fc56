import { PublicError } from "../errors.ts";

/**
 * A call that changes something is told what to do in its body. What stands in its address is read by nobody: `?force=true`
 * would be passed over in silence. Throws `invalid-request` with the names.
 */
export function insistOnNoQuery({ method, originalUrl }: { method: string; originalUrl: string }): void {
  if (method === "GET" || method === "HEAD") return;
  const names = [...new Set(new URL(originalUrl, "http://localhost").searchParams.keys())];
  if (names.length === 0) return;
  const issues = names.map((name) => ({
    at: [name],
    message: "is not known here",
    code: "unknown-name",
  }));
  throw new PublicError("invalid-request", { members: { issues } });
}
