// @vitest-environment happy-dom
import { definitions } from "@sluice/nodes/definitions";
import { buildDocument, node } from "@sluice/workflow/testing";
import { act, cleanup, fireEvent, screen } from "@testing-library/react";
import { useMemo } from "react";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { foldEdit } from "../../document/container-edits.ts";
import { type OpenWorkflow, OpenWorkflowContext } from "../../document/open-document-context.ts";
import { selectNode } from "../../document/selection.ts";
import { openWorkflow } from "../../testing/open-workflow.ts";
import { renderWithTexts } from "../../testing/render.tsx";
import { useCommands } from "../command-palette/use-commands.ts";
import { useKeptFolds } from "./kept-folds.ts";
import { Outline } from "./outline.tsx";

const draft = buildDocument({
  nodes: { each: node("loop"), inside: node("set", {}, { parent: "each" }), after: node("set") },
  edges: [
    ["trigger", "each"],
    ["each", "after"],
  ],
});
const findings = { all: [], errors: 0, warnings: 0, byNode: new Map() };
let open: OpenWorkflow;

/** The outline, and of the canvas what folds a container. */
function Editor() {
  const handlers = useMemo(
    () => ({
      fold: {
        run: ({ subject }: { subject: { kind: string; key?: string } | null }) => {
          const edit = foldEdit(open.store.getState().document, definitions, subject?.key ?? "");
          if (edit) open.store.edit(edit.operations, { label: { key: "fold" }, ...edit });
        },
      },
    }),
    [],
  );
  useCommands(handlers);
  return (
    <OpenWorkflowContext value={open}>
      <Outline findings={findings} onClose={() => undefined} />
    </OpenWorkflowContext>
  );
}

const row = (id: string) => document.querySelector<HTMLElement>(`[data-subject="${id}"]`);
const expanded = (id: string) => row(id)?.getAttribute("aria-expanded");
const foldedInDraft = () => open.store.getState().document.layout?.folded ?? [];
const press = (id: string, key: string) => {
  act(() => row(id)?.focus());
  fireEvent.keyDown(row(id) as HTMLElement, { key });
};
const focused = () => document.activeElement?.getAttribute("data-subject");

beforeEach(() => {
  localStorage.clear();
  useKeptFolds.setState({ folds: {} });
  open = openWorkflow(draft);
});
afterEach(cleanup);

describe("what is folded in the outline", () => {
  test("a container, as on the canvas, and by the arrow keys of a tree", async () => {
    await renderWithTexts(<Editor />);
    expect(expanded("node each")).toBe("true");
    press("node each", "ArrowLeft");
    expect(foldedInDraft()).toEqual(["each"]);
    expect(expanded("node each")).toBe("false");
    expect(row("node inside")).toBeNull();
    expect(focused()).toBe("node each");
    press("node each", "ArrowRight");
    expect(foldedInDraft()).toEqual([]);
    expect(row("node inside")).not.toBeNull();
    press("node inside", "ArrowLeft");
    press("node inside", "ArrowLeft");
    expect(focused()).toBe("node each");
    act(() => open.store.undo());
    expect(expanded("node each")).toBe("false");
  });

  test("the exits of a node: no edit, kept in this browser for this workflow alone", async () => {
    await renderWithTexts(<Editor />);
    press("node trigger", "ArrowLeft");
    expect(expanded("node trigger")).toBe("false");
    expect(open.store.getState().history.past).toHaveLength(0);
    cleanup();
    await renderWithTexts(<Editor />);
    expect(expanded("node trigger")).toBe("false");
    expect(JSON.parse(localStorage.getItem("sluice-outline-folds") ?? "{}")).toEqual({
      wf_1: { "node trigger": true },
    });
    cleanup();
    useKeptFolds.setState({ folds: { wf_other: { "node trigger": true } } });
    await renderWithTexts(<Editor />);
    expect(expanded("node trigger")).toBe("true");
  });

  test("who may only look opens here what the drawing shows as a card, without changing it", async () => {
    open.store.edit({ op: "set-folded", keys: ["each"], folded: true }, { label: { key: "fold" } });
    open.store.setState({ readOnly: true });
    await renderWithTexts(<Editor />);
    expect(expanded("node each")).toBe("false");
    press("node each", "ArrowRight");
    expect(row("node inside")).not.toBeNull();
    expect(foldedInDraft()).toEqual(["each"]);
  });

  test("what is selected in a folded container is shown by its line, which takes the focus", async () => {
    await renderWithTexts(<Editor />);
    press("node each", "ArrowLeft");
    press("node after", "Home");
    act(() => open.store.select(selectNode("inside")));
    expect(focused()).toBe("node each");
    expect(screen.getAllByRole("treeitem").filter((one) => one.tabIndex === 0)).toEqual([row("node each")]);
  });
});
