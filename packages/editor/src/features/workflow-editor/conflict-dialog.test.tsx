// @vitest-environment happy-dom
import { buildDocument, node } from "@sluice/workflow/testing";
import { cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { StoredWorkflow } from "../../document/gateway.ts";
import { createOpenDocument } from "../../document/open-document.ts";
import { OpenWorkflowContext } from "../../document/open-document-context.ts";
import { renderWithTexts } from "../../testing/render.tsx";
import { ConflictDialog } from "./conflict-dialog.tsx";

afterEach(cleanup);

const named = (name: string) => ({ ...node("end", { status: "succeeded" }), name });
const mine = buildDocument({ nodes: { a: named("Kept by both"), b: named("Only here") } });
const theirs = buildDocument({ nodes: { a: named("Kept by both"), c: named("Only there") } });
const stored = (draft: StoredWorkflow["draft"], revision: number): StoredWorkflow => ({
  id: "wf_1",
  hookUrl: "https://sluice.example/hooks/k1",
  hookKey: "k1",
  ...{ alias: null, aliasUrl: null },
  revision,
  published: null,
  paused: false,
  changed: true,
  publishedAt: null,
  updatedAt: "2026-01-01T00:00:00.000Z",
  draft,
});

async function openConflict() {
  const store = createOpenDocument({ workflow: stored(mine, 1) });
  store.setState({ conflict: stored(theirs, 2), save: { state: "conflict" } });
  const autosave = {
    flush: async () => undefined,
    heard: async () => undefined,
    keepMine: vi.fn(async () => undefined),
    takeTheirs: vi.fn(),
    keepCopy: vi.fn(async () => stored(mine, 1)),
    stop: () => undefined,
  };
  await renderWithTexts(
    <OpenWorkflowContext value={{ store, autosave }}>
      <ConflictDialog />
    </OpenWorkflowContext>,
  );
  return { store, autosave };
}

describe("the dialog of a conflict", () => {
  test("names what only one side has, and nothing that both have", async () => {
    await openConflict();
    expect(screen.getByText(/Only here/)).toBeDefined();
    expect(screen.getByText(/Only there/)).toBeDefined();
    expect(screen.queryByText(/Kept by both/)).toBeNull();
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
    expect(autosave.keepMine).not.toHaveBeenCalled();
    expect(autosave.takeTheirs).not.toHaveBeenCalled();
  });

  test("does what its buttons say, each once", async () => {
    const { autosave } = await openConflict();
    const [copy, take, keep] = screen.getAllByRole("button");
    for (const button of [copy, take, keep]) {
      if (!button) throw new Error("a way on is missing");
      fireEvent.click(button);
      await waitFor(() => expect((button as HTMLButtonElement).disabled).toBe(false));
    }
    expect(autosave.keepCopy).toHaveBeenCalledTimes(1);
    expect(autosave.takeTheirs).toHaveBeenCalledTimes(1);
    expect(autosave.keepMine).toHaveBeenCalledTimes(1);
  });
});
