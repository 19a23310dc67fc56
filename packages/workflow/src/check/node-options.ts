import { finding } from "./finding.ts";
import type { Check } from "./given.ts";

/** Options that the document knows and this version does not perform: publishing one would promise what is not done. */
const notPerformed = ["retry", "cache"] as const;

export const nodeOptions: Check = ({ document }) =>
  Object.entries(document.nodes).flatMap(([key, node]) =>
    notPerformed
      .filter((option) => node[option] !== undefined)
      .map((option) => finding("unknown-field", ["nodes", key, option], { field: option })),
  );
