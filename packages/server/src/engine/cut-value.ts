import type { Json } from "@sluice/workflow/node-contract";

/** The name of the value that stands beside its step (`$cut`), of what is shown in its place; undefined: it is whole. */
export function nameOfCut(output: Json): string | undefined {
  if (typeof output !== "object" || output === null || Array.isArray(output)) return undefined;
  const cut = output.$cut;
  if (typeof cut !== "object" || cut === null || Array.isArray(cut)) return undefined;
  return typeof cut.value === "string" ? cut.value : undefined;
}
