import { z } from "zod";
import { type CanvasNote, noteSchema, type WorkflowDocument } from "../document/schema.ts";
import { OperationError } from "./operation-error.ts";
import { layoutOf } from "./positions.ts";

/** Puts a note on the canvas. */
export const addNoteSchema = z.strictObject({ op: z.literal("add-note"), note: noteSchema });
/** Changes what a note says or how it looks. */
export const setNoteSchema = z.strictObject({
  op: z.literal("set-note"),
  id: z.string(),
  set: noteSchema.omit({ id: true }).partial(),
});
/** Takes notes off the canvas. */
export const removeNotesSchema = z.strictObject({
  op: z.literal("remove-notes"),
  ids: z.array(z.string()).min(1),
});

export function addNote(
  document: WorkflowDocument,
  { note }: z.infer<typeof addNoteSchema>,
): WorkflowDocument {
  const layout = layoutOf(document);
  if (layout.notes.some(({ id }) => id === note.id)) {
    throw new OperationError("key-taken", `there is a note "${note.id}" already`);
  }
  return { ...document, layout: { ...layout, notes: [...layout.notes, note] } };
}

export function setNote(
  document: WorkflowDocument,
  { id, set }: z.infer<typeof setNoteSchema>,
): WorkflowDocument {
  const given = Object.entries(set).filter(([, value]) => value !== undefined);
  return setNoteFields(document, id, Object.fromEntries(given) as Partial<CanvasNote>);
}

export function removeNotes(
  document: WorkflowDocument,
  { ids }: z.infer<typeof removeNotesSchema>,
): WorkflowDocument {
  const layout = layoutOf(document);
  for (const id of ids) indexOf(document, id);
  return { ...document, layout: { ...layout, notes: layout.notes.filter(({ id }) => !ids.includes(id)) } };
}

/** The document with some fields of a note changed; throws `no-such-note`. */
export function setNoteFields(
  document: WorkflowDocument,
  id: string,
  set: Partial<CanvasNote>,
): WorkflowDocument {
  const layout = layoutOf(document);
  const index = indexOf(document, id);
  const notes = layout.notes.map((note, at) => (at === index ? { ...note, ...set, id } : note));
  return { ...document, layout: { ...layout, notes } };
}

function indexOf(document: WorkflowDocument, id: string): number {
  const index = layoutOf(document).notes.findIndex((note) => note.id === id);
  if (index === -1) throw new OperationError("no-such-note", `there is no note "${id}"`);
  return index;
}
