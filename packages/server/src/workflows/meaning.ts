import { createHash } from "node:crypto";
import type { WorkflowDocument } from "@sluice/workflow/document";
import type { Json } from "@sluice/workflow/node-contract";

/**
 * Hash of what a document means: all of it but its layout, in whatever order its keys stand. Two documents of one
 * meaning run alike, so that moving a box is not a change.
 */
export function meaningOf(document: WorkflowDocument): string {
  const { layout: _, ...rest } = document;
  return createHash("sha256")
    .update(JSON.stringify(sorted(rest as Json)))
    .digest("base64url");
}

function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, child]) => child !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, child]) => [key, sorted(child)]),
  );
}
