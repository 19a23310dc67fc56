// @vitest-environment happy-dom
import { buildDocument, node } from "@sluice/workflow/testing";
import { cleanup, fireEvent, screen } from "@testing-library/react";
import { useMemo } from "react";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type OpenWorkflow, OpenWorkflowContext } from "../../document/open-document-context.ts";
import { openWorkflow } from "../../testing/open-workflow.ts";
import { renderWithTexts } from "../../testing/render.tsx";
import { useUnfinished } from "../problems/use-unfinished.ts";
import { KeyField as VariableKey } from "../variables/variable-fields.tsx";
import { KeyField } from "./key-field.tsx";

const draft = {
  ...buildDocument({ nodes: { ask: node("http"), tell: node("set") } }),
  trigger: {
    type: "webhook",
    config: {
      variables: ["order", "total"].map((key) => ({
        key,
        from: "body",
        path: key,
        type: "any",
        required: false,
      })),
    },
  },
};
let open: OpenWorkflow;
const rename = vi.fn();

function Problems() {
  return <output>{useUnfinished().map(({ message }) => message)}</output>;
}

function Fields() {
  const edits = useMemo(() => ({ rename }) as never, []);
  const variable = { key: "order", from: "body", path: "order", type: "any", required: false } as const;
  return (
    <OpenWorkflowContext value={open}>
      <KeyField nodeKey="ask" onRename={(to) => rename("ask", to)} />
      <VariableKey {...{ variable, at: 0, edits }} otherKeys={() => ["total"]} bare />
      <Problems />
    </OpenWorkflowContext>
  );
}

const fields = [
  { what: "of a node", label: "Key", from: "ask", taken: "tell", why: "Another node has this key." },
  { what: "of a variable", label: /^Key .*order|order.*Key/, from: "order", taken: "total", why: /total/ },
];
const field = (label: string | RegExp) => screen.getByRole<HTMLInputElement>("textbox", { name: label });
const why = (label: string | RegExp) => {
  const ids = field(label).getAttribute("aria-describedby")?.split(" ") ?? [];
  return ids.map((id) => document.getElementById(id)?.textContent).join(" ");
};
const leave = (label: string | RegExp, text: string) => {
  fireEvent.change(field(label), { target: { value: text } });
  fireEvent.blur(field(label));
};

beforeEach(() => {
  open = openWorkflow(draft as never);
  rename.mockClear();
});
afterEach(cleanup);

describe.each(fields)("a key $what that is refused", ({ label, from, taken, why: reason }) => {
  test.each([taken, "1 no key"])("stays in the field with the reason when it is left: %s", async (text) => {
    await renderWithTexts(<Fields />);
    leave(label, text);
    expect(field(label).value).toBe(text);
    expect(field(label).getAttribute("aria-invalid")).toBe("true");
    if (text === taken) expect(why(label)).toMatch(reason);
    expect(rename).not.toHaveBeenCalled();
  });

  test("is there again when the field is, and stands among the problems", async () => {
    await renderWithTexts(<Fields />);
    leave(label, taken);
    cleanup();
    await renderWithTexts(<Fields />);
    expect(field(label).value).toBe(taken);
    expect(screen.getByRole("status").textContent).toContain(`“${taken}” is typed here`);
  });

  test("is given up with Escape", async () => {
    await renderWithTexts(<Fields />);
    leave(label, taken);
    fireEvent.keyDown(field(label), { key: "Escape" });
    expect(field(label).value).toBe(from);
    expect(open.store.getState().unfinished).toEqual([]);
  });

  test("is taken once it is put right", async () => {
    await renderWithTexts(<Fields />);
    leave(label, taken);
    leave(label, "better");
    expect(rename).toHaveBeenCalledExactlyOnceWith(from, "better");
    expect(open.store.getState().unfinished).toEqual([]);
  });
});

test("a refused key goes with its node", () => {
  open.store.keepUnfinished(["nodes", "ask", "key"], "tell");
  open.store.edit({ op: "rename", key: "ask", name: "Ask" }, { label: { key: "paste" } });
  expect(open.store.getState().unfinished).toHaveLength(1);
  open.store.edit({ op: "remove-nodes", keys: ["ask"] }, { label: { key: "paste" } });
  expect(open.store.getState().unfinished).toEqual([]);
});
