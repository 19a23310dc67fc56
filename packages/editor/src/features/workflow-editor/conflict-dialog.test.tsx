// @vitest-environment happy-dom
import { placeId } from "@sluice/workflow/changes";
import { buildDocument, node } from "@sluice/workflow/testing";
import { act, cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, describe, expect, test, vi } from "vitest";
import { OpenWorkflowContext } from "../../document/open-document-context.ts";
import { openWorkflow } from "../../testing/open-workflow.ts";
import { renderWithTexts } from "../../testing/render.tsx";
import { ConflictDialog } from "./conflict-dialog.tsx";
import { usePutOff } from "./use-put-off.ts";

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  usePutOff.getState().putOff(null);
});

const named = (name: string) => ({ ...node("end", { status: "succeeded" }), name });
const base = buildDocument({ name: "Before", nodes: { a: named("Kept by both") } });
const mine = { ...base, name: "Mine", nodes: { ...base.nodes, b: named("Only here") } };
const theirs = {
  ...base,
  name: "Theirs",
  nodes: {
    ...base.nodes,
    a: { ...named("Kept by both"), config: { status: "failed" } },
    c: named("Only there"),
  },
};

async function openConflict(theirDraft = theirs) {
  const open = openWorkflow(mine);
  const { workflow } = open.store.getState();
  const conflict = { ...workflow, revision: 2, draft: theirDraft };
  open.store.setState({ conflict, conflictBase: base, save: { state: "conflict" } });
  const autosave = {
    ...open.autosave,
    merge: vi.fn(async () => undefined),
    keepCopy: vi.fn(async () => ({ ...workflow, draft: mine })),
  };
  await renderWithTexts(
    <OpenWorkflowContext value={{ ...open, autosave }}>
      <ConflictDialog />
    </OpenWorkflowContext>,
  );
  return { autosave, store: open.store };
}

describe("the dialog of a conflict", () => {
  test("asks only about what both changed, with both values", async () => {
    await openConflict();
    expect(screen.getAllByRole("radiogroup")).toHaveLength(1);
    expect(screen.getByRole("radiogroup", { name: "Workflow › Name" })).toBeDefined();
    const texts = screen.getAllByRole("radio").map((one) => one.textContent);
    expect(texts).toEqual(["YoursMine", "The other’sTheirs"]);
    expect(screen.queryByText(/Only here|Only there|Kept by both/)).toBeNull();
  });

  test("opens with the focus on its text, so that a key meant for a field presses nothing", async () => {
    await openConflict();
    await waitFor(() => expect(document.activeElement?.tagName).toBe("P"));
    expect(document.activeElement?.textContent).toMatch(/saved this workflow/);
  });

  test("cannot be left without a choice", async () => {
    const { autosave } = await openConflict();
    fireEvent.keyDown(screen.getByRole("dialog"), { key: "Escape" });
    expect(screen.getByRole("dialog")).toBeDefined();
    expect(autosave.merge).not.toHaveBeenCalled();
  });

  test("is put off by saying so, and what both have done stays", async () => {
    const { autosave, store } = await openConflict();
    fireEvent.click(screen.getByRole("button", { name: "Decide later" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(autosave.merge).not.toHaveBeenCalled();
    expect(store.getState()).toMatchObject({ save: { state: "conflict" }, document: { name: "Mine" } });
    act(() => usePutOff.getState().putOff(null));
    expect(screen.getByRole("dialog")).toBeDefined();
  });

  test("locks nobody in when the drafts cannot be compared: a copy can be kept, or it is put off", async () => {
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    const unreadable = { ...theirs, nodes: null as unknown as typeof theirs.nodes };
    const { autosave } = await openConflict(unreadable);
    expect(screen.getByRole("alert").textContent).toMatch(/fault of Sluice/);
    fireEvent.click(screen.getByRole("button", { name: "Keep yours as a new workflow" }));
    await waitFor(() => expect(autosave.keepCopy).toHaveBeenCalledWith("Mine (copy)"));
    fireEvent.keyDown(screen.getByRole("dialog"), { key: "Escape" });
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  });

  test("merges when everything is decided, not before", async () => {
    const { autosave } = await openConflict();
    const merge = screen.getByRole<HTMLButtonElement>("button", { name: "Merge" });
    expect(merge.disabled).toBe(true);
    fireEvent.click(screen.getByRole("radio", { name: "The other’s" }));
    fireEvent.click(merge);
    await waitFor(() =>
      expect(autosave.merge).toHaveBeenCalledWith(new Map([[placeId(["name"]), "theirs"]])),
    );
    fireEvent.click(screen.getByRole("button", { name: "All yours" }));
    await waitFor(() => expect(merge.disabled).toBe(false));
    fireEvent.click(merge);
    await waitFor(() =>
      expect(autosave.merge).toHaveBeenLastCalledWith(new Map([[placeId(["name"]), "mine"]])),
    );
  });

  test("keeps mine as a workflow of its own", async () => {
    const { autosave } = await openConflict();
    fireEvent.click(screen.getByRole("button", { name: "Keep yours as a new workflow" }));
    await waitFor(() => expect(autosave.keepCopy).toHaveBeenCalledTimes(1));
  });
});
