// @vitest-environment happy-dom
import type { WorkflowDocument } from "@sluice/workflow/document";
import { act, cleanup, fireEvent, screen, within } from "@testing-library/react";
import { afterEach, describe, expect, test } from "vitest";
import { OpenWorkflowContext } from "../../document/open-document-context.ts";
import { openWorkflow } from "../../testing/open-workflow.ts";
import { renderWithTexts } from "../../testing/render.tsx";
import { TriggerPanel } from "./trigger-panel.tsx";

afterEach(cleanup);

// happy-dom has no font loading, which a text field that grows listens to.
Object.defineProperty(document, "fonts", { value: new EventTarget(), configurable: true });

const condition = { type: "condition", config: { when: { expression: "trigger.total > 100" } } };
/** The panel on a synchronous workflow: no code editor, which happy-dom cannot lay out. */
async function openPanel(config: WorkflowDocument["trigger"]["config"]) {
  const opened = openWorkflow({
    ...{ format: 1, name: "Paid", mode: "sync", trigger: { type: "webhook", config } },
    nodes: { isPaid: condition },
    edges: [{ from: "trigger", to: "isPaid" }],
  });
  const { store } = opened;
  await renderWithTexts(
    <OpenWorkflowContext value={opened}>
      <TriggerPanel />
    </OpenWorkflowContext>,
  );
  const config_ = () => store.getState().document.trigger.config;
  return { store, config: config_ };
}

const total = { key: "total", from: "body", path: "total", type: "number" };
const list = () => screen.getByRole("list", { name: "Variables" });

describe("TriggerPanel", () => {
  test("makes variables of a pasted body, as one step that undo takes back", async () => {
    // given
    const { store, config } = await openPanel({ variables: [total] });
    fireEvent.change(screen.getByLabelText("Example of the body (JSON)"), {
      target: { value: '{"total":120,"customer":{"email":"ann@example.com"}}' },
    });

    // when
    fireEvent.click(screen.getByRole("button", { name: "Parse" }));

    // then
    expect(screen.getByText("2 new · 1 kept")).toBeDefined();
    expect(within(list()).getAllByText("New")).toHaveLength(2);
    expect(config().variables).toMatchObject([
      { key: "total" },
      { key: "customer" },
      { key: "customer_email" },
    ]);
    act(() => store.undo());
    expect(config().variables).toEqual([total]);
  });

  test.each(["While it is paused, senders get", "What is kept of a request"])(
    "names its choices: %s",
    async (name) => {
      await openPanel({});
      expect(screen.getByRole("radiogroup", { name, hidden: true })).toBeDefined();
    },
  );

  test("says where a body that cannot be read goes wrong, at the field", async () => {
    // given
    const { config } = await openPanel({ variables: [total] });
    const field = screen.getByLabelText("Example of the body (JSON)");
    fireEvent.change(field, { target: { value: '{"total":\n oops}' } });

    // when
    fireEvent.click(screen.getByRole("button", { name: "Parse" }));

    // then
    expect(screen.getByText(/Line 2, column 2\./)).toBeDefined();
    expect(field.getAttribute("aria-invalid")).toBe("true");
    expect(config().variables).toEqual([total]);
  });

  test("rewrites the references of a variable that gets another key, and refuses a key that is taken", async () => {
    // given
    const { store, config } = await openPanel({
      variables: [total, { ...total, key: "other", path: "other" }],
    });
    fireEvent.click(within(list()).getByRole("button", { name: /^total/ }));
    const key = screen.getByLabelText("Key");

    // when
    fireEvent.change(key, { target: { value: "other" } });
    fireEvent.blur(key);
    const refused = screen.getByText("Another variable has the key “other”.");
    fireEvent.change(key, { target: { value: "amount" } });
    fireEvent.blur(key);

    // then
    expect(refused).toBeDefined();
    expect(config().variables).toMatchObject([{ key: "amount" }, { key: "other" }]);
    expect(store.getState().document.nodes.isPaid?.config).toEqual({
      when: { expression: "trigger.amount > 100" },
    });
  });

  test("marks what is gone from the example and removes it on demand", async () => {
    // given
    const { config } = await openPanel({
      variables: [total, { ...total, key: "old", path: "old" }],
      examples: { body: '{"total":1}' },
    });
    expect(within(list()).getAllByText("Vanished")).toHaveLength(1);

    // when
    fireEvent.click(screen.getByRole("button", { name: "Remove" }));

    // then
    expect(config().variables).toEqual([total]);
  });

  test("names the ways that end without a Response", async () => {
    await openPanel({ variables: [total] });
    expect(screen.getByText(/ways? ends? without a Response:/)).toBeDefined();
  });
});
