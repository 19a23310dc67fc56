import { createHash } from "node:crypto";
import { meaningOf, stableStringify, type WorkflowDocument } from "@sluice/workflow/document";

/** Hash of what a document means: by it the store compares draft and version without reading either. */
export function meaningHash(document: WorkflowDocument): string {
  return createHash("sha256")
    .update(stableStringify(meaningOf(document)))
    .digest("base64url");
}
