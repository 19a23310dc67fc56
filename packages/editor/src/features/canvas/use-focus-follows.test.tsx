// @vitest-environment happy-dom
import { buildDocument, node } from "@sluice/workflow/testing";
import { cleanup, screen } from "@testing-library/react";
import { useRef } from "react";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { OpenDocumentStore } from "../../document/open-document.ts";
import { OpenWorkflowContext } from "../../document/open-document-context.ts";
import { nothingSelected, selectNode } from "../../document/selection.ts";
import { openWorkflow } from "../../testing/open-workflow.ts";
import { renderWithTexts } from "../../testing/render.tsx";
import { useFocusFollows } from "./use-focus-follows.ts";

const draft = buildDocument({
  nodes: { a: node("set"), b: node("set"), late: node("set") },
  layout: { nodes: {}, notes: [{ id: "n", text: "", x: 0, y: 0 }] },
});
let store: OpenDocumentStore;

/** A canvas on which `late` is not drawn yet, and a card of another drawing. */
function Canvas() {
  const root = useRef<HTMLElement>(null);
  useFocusFollows(root);
  return (
    <>
      <section ref={root} tabIndex={-1} aria-label="canvas">
        {["a", "b", "note:n"].map((id) => (
          <button key={id} type="button" className="react-flow__node" data-id={id}>
            {id}
          </button>
        ))}
      </section>
      <button type="button" className="react-flow__node" data-id="elsewhere">
        elsewhere
      </button>
    </>
  );
}

const focused = () => document.activeElement?.textContent;
const focus = (name: string) => screen.getByRole("button", { name }).focus();
const nextFrame = () => new Promise(requestAnimationFrame);

beforeEach(async () => {
  const open = openWorkflow(draft);
  store = open.store;
  await renderWithTexts(
    <OpenWorkflowContext value={open}>
      <Canvas />
    </OpenWorkflowContext>,
  );
  store.select(selectNode("a"));
});
afterEach(cleanup);

describe("the focus", () => {
  test.each([
    ["b", selectNode("b")],
    ["note:n", { ...nothingSelected, notes: ["n"] }],
  ])("goes from a card to what is selected in its place: %s", async (name, selection) => {
    focus("a");
    store.select(selection);
    await nextFrame();
    expect(focused()).toBe(name);
  });

  test("waits on the canvas for a card that is drawn a moment later", async () => {
    focus("a");
    store.select(selectNode("late"));
    const canvas = screen.getByRole("region", { name: "canvas" });
    expect(document.activeElement).toBe(canvas);
    const card = Object.assign(document.createElement("button"), { className: "react-flow__node" });
    card.dataset.id = "late";
    canvas.append(card);
    await nextFrame();
    expect(document.activeElement).toBe(card);
    card.remove();
  });

  test("stays on a card that stays selected, and on one when nothing new is selected", async () => {
    focus("a");
    store.select({ ...nothingSelected, nodes: ["a", "b"] });
    await nextFrame();
    expect(focused()).toBe("a");
    store.select(nothingSelected);
    await nextFrame();
    expect(focused()).toBe("a");
  });

  test("stays on a card of another drawing", async () => {
    focus("elsewhere");
    store.select(selectNode("b"));
    await nextFrame();
    expect(focused()).toBe("elsewhere");
  });
});
