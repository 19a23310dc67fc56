import type { WorkflowDocument } from "../../document/schema.ts";

/** A document and what it must bring about: exactly these findings, as `code @ place`. */
export interface BrokenDocument {
  readonly name: string;
  readonly document: WorkflowDocument;
  /** The name of its trigger URL. */
  readonly alias?: string;
  readonly finds: string[];
}
