import { schemesOf } from "@sluice/workflow/document";
import type { DraftSignature } from "./sender-config.ts";
import { type DraftScheme, readScheme } from "./signature-scheme.ts";

/** How the sender of a method signs; undefined: it sends its secret as it is, and signs nothing. */
export function schemeOf({
  preset,
  scheme,
}: Pick<DraftSignature, "preset" | "scheme">): DraftScheme | undefined {
  if (preset === "custom") return scheme;
  const [first] = schemesOf({ preset });
  return first?.kind === "signature" ? readScheme({ ...first }) : undefined;
}

/** The header in which a method of this kind is looked for. */
export function headerOf(method: Pick<DraftSignature, "preset" | "scheme">): string {
  if (method.preset === "custom") return method.scheme.header;
  return schemesOf({ preset: method.preset })[0]?.header ?? "";
}
