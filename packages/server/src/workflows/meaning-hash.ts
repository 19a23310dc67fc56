import { createHash } from "node:crypto";
import { meaningText, type WorkflowDocument } from "@sluice/workflow/document";

/** Hash of what a document means: by it the store compares draft and version without reading either. */
export function meaningHash(document: WorkflowDocument): string {
  return createHash("sha256").update(meaningText(document)).digest("base64url");
}
