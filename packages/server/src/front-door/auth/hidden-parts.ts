import { type Handshake, schemesOf, type TriggerAuth } from "@sluice/workflow/document";

/** Headers (in lower case) and query parameters that carry a credential of this trigger: never stored, never shown. */
export interface HiddenParts {
  readonly headers: ReadonlySet<string>;
  readonly parameters: ReadonlySet<string>;
}

/** Of an address that takes no credentials. */
export const nothingHidden: HiddenParts = { headers: new Set(), parameters: new Set() };

export function hiddenPartsOf(auth: TriggerAuth | undefined, handshakes: readonly Handshake[]): HiddenParts {
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
  if (handshakes.some(({ type }) => type === "meta")) parameters.add("hub.verify_token");
  return { headers, parameters };
}
