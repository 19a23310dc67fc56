// @vitest-environment happy-dom
import type { Json } from "@sluice/workflow/node-contract";
import { buildDocument, node } from "@sluice/workflow/testing";
import { cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  type OpenWorkflow,
  OpenWorkflowContext,
  useOpenDocument,
} from "../../document/open-document-context.ts";
import { openWorkflow } from "../../testing/open-workflow.ts";
import { renderWithTexts } from "../../testing/render.tsx";
import { ExpressionContext } from "../expression-field/use-expression-context.ts";
import { NodePanel } from "./node-panel.tsx";

const surroundings = { scope: {}, variables: [], input: null };
let open: OpenWorkflow;
const data = () => open.store.getState().document.nodes.tell?.config.data;
const choose = (name: string) => fireEvent.click(screen.getByRole("radio", { name }));
const chosen = (name: string) => (screen.getByRole("radio", { name }) as HTMLInputElement).checked;
const press = (name: string) => fireEvent.click(screen.getByRole("button", { name }));

/** The settings of the node, as the document says them. */
function Settings() {
  const tell = useOpenDocument((state) => state.document.nodes.tell);
  return tell === undefined ? null : (
    <ExpressionContext value={surroundings}>
      <NodePanel nodeKey="tell" node={tell} findings={[]} tools={null} />
    </ExpressionContext>
  );
}

async function show(value: Json) {
  open = openWorkflow(buildDocument({ nodes: { tell: node("emit", { type: "told", data: value }) } }));
  await renderWithTexts(
    <OpenWorkflowContext value={open}>
      <Settings />
    </OpenWorkflowContext>,
  );
}

beforeEach(() => localStorage.clear());
afterEach(cleanup);

describe("another look at a JSON value", () => {
  test.each<[Json, string[]]>([
    [{ ok: true }, ["Text", "Tree", "JSON"]],
    [[1], ["Tree", "Text", "JSON"]],
    [7, ["Text", "JSON"]],
    ['{"ok":true}', ["JSON", "Tree", "Text"]],
    ["{{ trigger.items }}", ["JSON", "Tree", "Text"]],
    ["", ["JSON", "Text"]],
    [null, ["Text", "JSON"]],
  ])("leaves %j as it is", async (value, looks) => {
    await show(value);
    for (const look of looks) {
      choose(look);
      expect(data()).toEqual(value);
    }
    expect(open.store.getState().history.past).toEqual([]);
  });

  test("asks before an object becomes its text, says what is sent then, and knows the way back", async () => {
    await show({ ok: true });
    choose("Text");
    expect(screen.getByRole("alert").textContent).toContain('"{\\"ok\\":true}"');
    expect(chosen("JSON")).toBe(true);
    press("Keep the JSON");
    expect(screen.queryByRole("alert")).toBeNull();

    choose("Text");
    press("Make it a text");
    expect(data()).toBe('{"ok":true}');
    expect(chosen("Text")).toBe(true);
    choose("JSON");
    press("Read it as JSON");
    expect(data()).toEqual({ ok: true });
    expect(chosen("JSON")).toBe(true);
  });

  test("takes what is being written, and stands for nothing else, over as it is written", async () => {
    await show(null);
    open.store.keepUnfinished(["nodes", "tell", "config", "data"], "{{ trigger.items }}");
    await waitFor(() => expect(chosen("JSON")).toBe(true));
    choose("Text");
    expect(data()).toBe("{{ trigger.items }}");
    expect(open.store.getState().unfinished).toEqual([]);
  });

  test("keeps a text with a number that JSON would round until that is mended", async () => {
    const long = '{"id":12345678901234567890}';
    await show(long);
    choose("JSON");
    press("Read it as JSON");
    expect(data()).toBe(long);
    expect(open.store.getState().unfinished.map(({ text }) => text)).toEqual([long]);
  });
});
