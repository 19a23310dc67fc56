import type { WorkflowDocument } from "../document/schema.ts";
import { type OperationField, operationFieldSchema } from "../node-contract/operation-field.ts";

/** A node whose config was filled from an operation of a connector. */
export interface OperationPlace extends OperationField {
  /** Key of the node. */
  readonly node: string;
}

/** All of them, in the order of the nodes. */
export function operationsOf(document: WorkflowDocument): OperationPlace[] {
  return Object.entries(document.nodes).flatMap(([node, { config }]) => {
    const read = operationFieldSchema.safeParse(config.operation);
    return read.success ? [{ node, ...read.data }] : [];
  });
}
