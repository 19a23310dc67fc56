import { schemesOf } from "./signature-presets.ts";
import type { TriggerAuth } from "./trigger-auth.ts";

/** Headers that carry credentials whoever the sender is. */
export const credentialHeaders: ReadonlySet<string> = new Set([
  "authorization",
  "proxy-authorization",
  "cookie",
]);

/** Where the senders of a trigger write what opens it: headers in lower case, and query parameters. */
export function credentialPlaces(auth: TriggerAuth | undefined): {
  headers: Set<string>;
  parameters: Set<string>;
} {
  const headers = new Set<string>();
  const parameters = new Set<string>();
  for (const method of auth?.any ?? []) {
    if (method.type === "jwt") headers.add(method.header.toLowerCase());
    if (method.type === "apiKey" && method.in === "header") headers.add(method.parameter.toLowerCase());
    if (method.type === "apiKey" && method.in === "query") parameters.add(method.parameter);
    if (method.type !== "signature") continue;
    // A signature proves and does not open; a token that is sent as it is does.
    for (const scheme of schemesOf(method)) if (scheme.kind === "token") headers.add(scheme.header);
  }
  return { headers, parameters };
}
