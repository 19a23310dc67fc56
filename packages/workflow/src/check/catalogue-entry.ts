import type { Text } from "../node-contract/texts.ts";

export interface CatalogueEntry {
  /** Errors stop publishing, warnings do not. */
  readonly severity: "error" | "warning";
  /** `{name}` is filled from the finding's values; `{name_fr}` wins over `{name}` in French. */
  readonly text: Text;
}
