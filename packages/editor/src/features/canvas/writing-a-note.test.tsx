// @vitest-environment happy-dom
import { buildDocument } from "@sluice/workflow/testing";
import { act, cleanup, fireEvent, screen } from "@testing-library/react";
import { type Node, type NodeProps, ReactFlowProvider } from "@xyflow/react";
import { useRef } from "react";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  type OpenWorkflow,
  OpenWorkflowContext,
  useOpenDocument,
} from "../../document/open-document-context.ts";
import type { NoteData } from "../../document/to-flow.ts";
import { openWorkflow } from "../../testing/open-workflow.ts";
import { renderWithTexts } from "../../testing/render.tsx";
import { NoteCard } from "../node-card/note-card.tsx";
import { CardActionsContext } from "../node-card/use-card-actions.ts";
import { useEditedNote } from "../node-card/use-edited-note.ts";
import { usePanels } from "./use-panels.ts";

const draft = buildDocument({ layout: { nodes: {}, notes: [{ id: "n", text: "", x: 0, y: 0 }] } });
let open: OpenWorkflow;
const text = () => open.store.getState().document.layout?.notes[0]?.text;
const steps = () => open.store.getState().history.past.length;
const write = (value: string) => fireEvent.change(screen.getByRole("textbox"), { target: { value } });

/** The card of the note, with what the canvas gives it. */
function Note() {
  const { cardActions } = usePanels(useRef(null));
  const note = useOpenDocument((state) => state.document.layout?.notes[0]);
  const props = { data: { note }, selected: false } as NodeProps<Node<NoteData, "note">>;
  return (
    <CardActionsContext value={cardActions}>
      <NoteCard {...props} />
    </CardActionsContext>
  );
}

beforeEach(async () => {
  open = openWorkflow(draft);
  useEditedNote.getState().edit("n");
  await renderWithTexts(
    <OpenWorkflowContext value={open}>
      <ReactFlowProvider>
        <Note />
      </ReactFlowProvider>
    </OpenWorkflowContext>,
  );
});
afterEach(cleanup);

test("what is written into a note is in the document before the field is left, as one step", () => {
  write("Ask");
  write("Ask Ann");
  expect(text()).toBe("Ask Ann");
  expect(steps()).toBe(1);
  open.store.undo();
  expect(text()).toBe("");
});

test("what is written after the field was left is a step of its own", async () => {
  write("Ask");
  fireEvent.blur(screen.getByRole("textbox"));
  act(() => useEditedNote.getState().edit("n"));
  write("Ask Ann");
  expect(steps()).toBe(2);
});
