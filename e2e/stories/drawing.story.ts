import type { Locator, Page } from "@playwright/test";
import type { Client } from "@sluice/api/client";
import { EditorPage } from "../fixtures/editor-page.ts";
import { expect, test } from "../fixtures/story.ts";

const amount = { key: "amount", from: "body", path: "$.amount", type: "number", required: false } as const;
const rules = { when: { all: [{ left: "{{ trigger.amount }}", operator: "greater", right: 100 }] } };

/** A condition whose exit `true` leads to "Thank"; "Refuse" and "Count" stand beside it, not connected. */
async function drawn(api: Client, name: string): Promise<string> {
  const { id } = await api.workflows.create({
    document: {
      format: 1,
      name,
      mode: "sync",
      trigger: { type: "webhook", config: { variables: [amount] } },
      nodes: {
        isLarge: { type: "condition", name: "Is it large", config: rules },
        thank: { type: "response", name: "Thank", config: {} },
        refuse: { type: "response", name: "Refuse", config: {} },
      },
      edges: [
        { from: "trigger", to: "isLarge" },
        { from: "isLarge", port: "true", to: "thank" },
      ],
      layout: {
        nodes: {
          trigger: { x: 0, y: 0 },
          isLarge: { x: 304, y: 0 },
          thank: { x: 608, y: 0 },
          refuse: { x: 608, y: 192 },
        },
        notes: [],
      },
    },
  });
  return id;
}

/** So many nodes from left to right: more than are drawn at once. */
async function inARow(api: Client, count: number): Promise<string> {
  const steps = Array.from({ length: count }, (_, at) => at + 1);
  const keyOf = (at: number) => (at === 0 ? "trigger" : `step${at}`);
  const { id } = await api.workflows.create({
    document: {
      format: 1,
      name: "In a row",
      mode: "async",
      trigger: { type: "webhook", config: {} },
      nodes: Object.fromEntries(
        steps.map((at) => [keyOf(at), { type: "end", name: `Step ${at}`, config: {} }]),
      ),
      edges: steps.map((at) => ({ from: keyOf(at - 1), to: keyOf(at) })),
      layout: {
        nodes: Object.fromEntries([0, ...steps].map((at) => [keyOf(at), { x: at * 304, y: 0 }])),
        notes: [],
      },
    },
  });
  return id;
}

const middleOf = async (what: Locator): Promise<{ x: number; y: number }> => {
  const box = await what.boundingBox();
  if (box === null) throw new Error("it is not in sight");
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
};
const exit = (editor: EditorPage, node: string, port: string) =>
  editor.node(node).locator(`.react-flow__handle.source[data-handleid="${port}"]`);

async function drag(page: Page, from: { x: number; y: number }, to: { x: number; y: number }): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 5 });
  await page.mouse.move(to.x, to.y, { steps: 5 });
  await page.mouse.up();
}

const edgesOf = async (api: Client, id: string): Promise<readonly string[]> => {
  const { draft } = await api.workflows.get({ id });
  return draft.edges.map(({ from, port, to }) => `${from}${port ? `.${port}` : ""} > ${to}`).sort();
};

test("a node dropped on an edge stands in it", async ({ signedIn: page, server, api }) => {
  const id = await drawn(api, "Dropped on an edge");
  const editor = new EditorPage(page);
  await editor.open(server.base, id);
  const from = await middleOf(exit(editor, "Webhook", "out"));
  const to = await middleOf(editor.node("Is it large").locator(".react-flow__handle.target"));
  const canvas = await editor.canvas.boundingBox();
  if (canvas === null) throw new Error("no canvas");
  await editor.palette.getByRole("option", { name: /^Set fields/ }).dragTo(editor.canvas, {
    targetPosition: { x: (from.x + to.x) / 2 - canvas.x, y: (from.y + to.y) / 2 - canvas.y },
  });
  await expect(editor.edge("Webhook", "Set fields")).toHaveCount(1);
  await expect(editor.edge("Set fields", "Is it large")).toHaveCount(1);
  await expect(editor.edge("Webhook", "Is it large")).toHaveCount(0);
  await expect
    .poll(() => edgesOf(api, id))
    .toEqual(["isLarge.true > thank", "setFields > isLarge", "trigger > setFields"]);
  await test.step("and one of two hundred nodes opens at its trigger", async () => {
    await editor.open(server.base, await inARow(api, 200));
    await expect(editor.node("Webhook")).toBeInViewport({ ratio: 1 });
    await expect(editor.node("Step 1")).toBeInViewport({ ratio: 1 });
  });
  await test.step("whose map shows any other place at a press, and comes back by a drag", async () => {
    const box = await page.getByRole("img", { name: "Overview of the drawing" }).boundingBox();
    if (!box) throw new Error("there is no map");
    const [middle, y] = [box.x + box.width / 2, box.y + box.height / 2];
    await page.mouse.click(middle, y);
    await expect(editor.node("Step 100")).toBeInViewport();
    const zoom = page.getByRole("button", { name: /^Zoom/ }).filter({ hasText: "%" });
    await expect(zoom).toHaveText("50 %");
    await page.mouse.wheel(0, -200);
    await expect(zoom).toHaveText("100 %");
    await expect(editor.node("Step 100")).toBeInViewport();
    await drag(page, { x: middle, y }, { x: box.x + 12, y });
    await expect(editor.node("Step 1")).toBeInViewport();
  });
});

test("an edge drawn into the empty offers what may follow", async ({ signedIn: page, server, api }) => {
  const id = await drawn(api, "Into the empty");
  const editor = new EditorPage(page);
  await editor.open(server.base, id);
  const from = await middleOf(exit(editor, "Is it large", "false"));
  await drag(page, from, { x: from.x + 40, y: from.y + 190 });
  const offered = page.getByRole("dialog", { name: "Add a node" });
  await offered.getByRole("combobox").fill("resp");
  await page.keyboard.press("Enter");
  await expect(editor.edge("Is it large, exit false,", "Response")).toHaveCount(1);
  await expect.poll(() => edgesOf(api, id)).toContain("isLarge.false > response");
  await test.step("and what is drawn behind an answer runs", async () => {
    const behind = await middleOf(exit(editor, "Response", "out"));
    await drag(page, behind, { x: behind.x + 30, y: behind.y + 150 });
    await offered.getByRole("combobox").fill("set");
    await page.keyboard.press("Enter");
    await expect(editor.edge("Response", "Set fields")).toHaveCount(1);
    await expect(page.getByText("“Response” now goes on after its answer")).toBeVisible();
    await page.screenshot({ path: test.info().outputPath("goes-on.png") });
    const thenOf = async () => (await api.workflows.get({ id })).draft.nodes.response?.config.then;
    await expect.poll(thenOf).toBe("continue");
    await page.keyboard.press("ControlOrMeta+z");
    await expect.poll(() => edgesOf(api, id)).not.toContain("response > setFields");
    await expect.poll(thenOf).not.toBe("continue");
  });
  await test.step("and the edge of a case goes along when its exit is renamed", async () => {
    const { draft, revision } = await api.workflows.get({ id });
    const cases = ["paid", "due"].map((port) => ({ port, when: { expression: "true" } }));
    const route = { type: "switch", name: "Route", config: { mode: "first", cases } };
    await api.workflows.save({
      id,
      revision,
      document: {
        ...draft,
        nodes: { thank: { type: "response", name: "Thank", config: {} }, route },
        edges: [
          { from: "trigger", to: "route" },
          { from: "route", port: "paid", to: "thank" },
        ],
      },
    });
    await editor.open(server.base, id);
    await editor.select("Route");
    await editor.settings.getByRole("textbox", { name: "Port" }).first().fill("");
    await page.keyboard.type("settled");
    await expect(editor.edge("Route, exit settled,", "Thank")).toHaveCount(1);
    await page.screenshot({ path: test.info().outputPath("renamed-exit.png") });
    await expect.poll(() => edgesOf(api, id)).toEqual(["route.settled > thank", "trigger > route"]);
    await page.keyboard.press("Tab");
    await page.getByRole("button", { name: "Undo" }).click();
    await expect.poll(() => edgesOf(api, id)).toEqual(["route.paid > thank", "trigger > route"]);
  });
});

test("two nodes are connected with the keyboard alone", async ({ signedIn: page, server, api }) => {
  const id = await drawn(api, "Without a pointer");
  const editor = new EditorPage(page);
  await editor.open(server.base, id);
  await editor.node("Is it large").focus();
  await page.keyboard.press("c");
  const dialog = page.getByRole("dialog", { name: /Is it large/ });
  const [port, target] = [dialog.getByRole("combobox").first(), dialog.getByRole("combobox").last()];
  await expect(target).toBeFocused();
  // The exit that leads nowhere yet is offered; the other one is chosen and left again.
  for (const exit of ["true", "false"]) {
    await port.focus();
    await page.keyboard.press("ArrowDown");
    await expect(page.getByRole("option", { name: exit })).toBeVisible();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await expect(port).toHaveValue(exit);
  }
  await page.keyboard.press("Tab");
  await expect(target).toBeFocused();
  await page.keyboard.type("Refuse");
  // The first of what is found is marked a moment after it shows.
  await expect(page.getByRole("option", { name: /Refuse/ })).toHaveAttribute("data-combobox-selected");
  await page.keyboard.press("Enter");
  await expect(dialog.getByRole("button", { name: "Connect" })).toBeEnabled();
  await dialog.getByRole("button", { name: "Connect" }).focus();
  await page.keyboard.press("Enter");
  await expect(dialog).toBeHidden();
  await expect(editor.edge("Is it large, exit false,", "Refuse")).toHaveCount(1);
  await expect.poll(() => edgesOf(api, id)).toContain("isLarge.false > refuse");
});

test("the end of an edge is moved to another node, and back by undo", async ({
  signedIn: page,
  server,
  api,
}) => {
  const id = await drawn(api, "Attached anew");
  const editor = new EditorPage(page);
  await editor.open(server.base, id);
  const end = await middleOf(editor.node("Thank").locator(".react-flow__handle.target"));
  const other = await middleOf(editor.node("Refuse").locator(".react-flow__handle.target"));
  // Just before its dot, and on it.
  for (const before of [12, 0]) {
    await drag(page, { x: end.x - before, y: end.y }, other);
    await expect(editor.edge("Is it large, exit true,", "Refuse")).toHaveCount(1);
    await expect(editor.edge("Is it large, exit true,", "Thank")).toHaveCount(0);
    await expect.poll(() => edgesOf(api, id)).toEqual(["isLarge.true > refuse", "trigger > isLarge"]);
    await page.keyboard.press("ControlOrMeta+z");
    await expect.poll(() => edgesOf(api, id)).toEqual(["isLarge.true > thank", "trigger > isLarge"]);
  }
  await test.step("an entry drawn into the empty offers what may stand before it", async () => {
    await drag(page, end, { x: end.x - 60, y: end.y + 190 });
    const offered = page.getByRole("dialog", { name: "Add a node" });
    await expect(offered.getByRole("option", { name: /^End/ })).toHaveCount(0);
    await offered.getByRole("option", { name: /^Set fields/ }).click();
    await expect.poll(() => edgesOf(api, id)).toContain("setFields > thank");
  });
});
