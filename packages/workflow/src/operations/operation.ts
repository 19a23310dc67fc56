import { z } from "zod";
import type { WorkflowDocument } from "../document/schema.ts";
import { addNode, addNodeSchema } from "./add-node.ts";
import { connect, connectSchema } from "./connect.ts";
import { disconnect, disconnectSchema } from "./disconnect.ts";
import { move, moveSchema } from "./move.ts";
import { addNote, addNoteSchema, removeNotes, removeNotesSchema, setNote, setNoteSchema } from "./notes.ts";
import { paste, pasteSchema } from "./paste.ts";
import { reconnect, reconnectSchema } from "./reconnect.ts";
import { removeNodes, removeNodesSchema } from "./remove-nodes.ts";
import { rename, renameSchema } from "./rename.ts";
import { renameKey, renameKeySchema } from "./rename-key.ts";
import { renameOutput, renameOutputSchema } from "./rename-output.ts";
import { renameVariable, renameVariableSchema } from "./rename-variable.ts";
import { setConfig, setConfigSchema, setField, setFieldSchema } from "./set-config.ts";
import { setFolded, setFoldedSchema } from "./set-folded.ts";
import { setNodeOptions, setNodeOptionsSchema } from "./set-node-options.ts";
import { setParent, setParentSchema } from "./set-parent.ts";
import { setTrigger, setTriggerSchema } from "./set-trigger.ts";
import { setWorkflow, setWorkflowSchema } from "./set-workflow.ts";
import { unwrap, unwrapSchema } from "./unwrap.ts";
import { wrapInContainer, wrapInContainerSchema } from "./wrap-in-container.ts";

/** Every way in which a document can be changed. */
export const operationSchema = z.discriminatedUnion("op", [
  addNodeSchema,
  removeNodesSchema,
  connectSchema,
  disconnectSchema,
  reconnectSchema,
  moveSchema,
  renameSchema,
  renameKeySchema,
  renameVariableSchema,
  renameOutputSchema,
  setConfigSchema,
  setFieldSchema,
  setNodeOptionsSchema,
  setFoldedSchema,
  wrapInContainerSchema,
  unwrapSchema,
  setParentSchema,
  setTriggerSchema,
  setWorkflowSchema,
  pasteSchema,
  addNoteSchema,
  setNoteSchema,
  removeNotesSchema,
]);
export type Operation = z.infer<typeof operationSchema>;
export type OperationName = Operation["op"];

type Apply<Name extends OperationName> = (
  document: WorkflowDocument,
  operation: Extract<Operation, { op: Name }>,
) => WorkflowDocument;

const applies: { [Name in OperationName]: Apply<Name> } = {
  "add-node": addNode,
  "remove-nodes": removeNodes,
  connect,
  disconnect,
  reconnect,
  move,
  rename,
  "rename-key": renameKey,
  "rename-variable": renameVariable,
  "rename-output": renameOutput,
  "set-config": setConfig,
  "set-field": setField,
  "set-node-options": setNodeOptions,
  "set-folded": setFolded,
  "wrap-in-container": wrapInContainer,
  unwrap,
  "set-parent": setParent,
  "set-trigger": setTrigger,
  "set-workflow": setWorkflow,
  paste,
  "add-note": addNote,
  "set-note": setNote,
  "remove-notes": removeNotes,
};

/**
 * The document after an operation. Pure: the given document is never changed, and what did not change keeps its
 * identity. Throws `OperationError` when it cannot be done. The way back is the document before.
 */
export function applyOperation<Name extends OperationName>(
  document: WorkflowDocument,
  operation: Extract<Operation, { op: Name }>,
): WorkflowDocument {
  return (applies[operation.op as Name] as Apply<Name>)(document, operation);
}
