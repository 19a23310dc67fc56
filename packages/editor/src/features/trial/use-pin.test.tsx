// @vitest-environment happy-dom
import { maxPinLength } from "@sluice/workflow/document";
import { act, renderHook } from "@testing-library/react";
import { expect, test } from "vitest";
import { OpenWorkflowContext } from "../../document/open-document-context.ts";
import { openWorkflow } from "../../testing/open-workflow.ts";
import { usePin } from "./use-pin.ts";

function open() {
  const opened = openWorkflow({
    ...{ format: 1, name: "Paid", mode: "async", edges: [], trigger: { type: "webhook", config: {} } },
    nodes: { ask: { type: "http", name: "Ask", config: {} } },
  });
  const { store } = opened;
  const { result } = renderHook(() => usePin("ask"), {
    wrapper: ({ children }) => <OpenWorkflowContext value={opened}>{children}</OpenWorkflowContext>,
  });
  return { store, edits: result.current, pinned: () => store.getState().document.nodes.ask?.pin };
}

test("an output is pinned and unpinned, and undo brings it back", () => {
  const { store, edits, pinned } = open();
  act(() => expect(edits.pin({ port: "error", output: { code: 1 } })).toBe(true));
  expect(pinned()).toEqual({ port: "error", output: { code: 1 } });
  act(() => edits.unpin());
  expect(pinned()).toBeUndefined();
  act(() => store.undo());
  expect(pinned()).toEqual({ port: "error", output: { code: 1 } });
});

test.each([
  ["is too large for a draft", "x".repeat(maxPinLength)],
  ["was too large to show whole", { $cut: { value: "ask/1", bytes: 3_000_002, preview: "[1,2" } }],
])("what %s is not pinned", (_, output) => {
  const { edits, pinned } = open();
  act(() => expect(edits.pin({ output })).toBe(false));
  expect(pinned()).toBeUndefined();
});
