import { credentialPlaces, type Handshake, type TriggerAuth } from "@sluice/workflow/document";

/** Headers (in lower case) and query parameters that carry a credential of this trigger: never stored, never shown. */
export interface HiddenParts {
  readonly headers: ReadonlySet<string>;
  readonly parameters: ReadonlySet<string>;
}

/** Of an address that takes no credentials. */
export const nothingHidden: HiddenParts = { headers: new Set(), parameters: new Set() };

export function hiddenPartsOf(auth: TriggerAuth | undefined, handshakes: readonly Handshake[]): HiddenParts {
  const { headers, parameters } = credentialPlaces(auth);
  if (handshakes.some(({ type }) => type === "meta")) parameters.add("hub.verify_token");
  return { headers, parameters };
}
