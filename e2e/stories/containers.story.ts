import type { Locator, Page } from "@playwright/test";
import type { Client } from "@sluice/api/client";
import { expectAccessibleInBothThemes } from "../fixtures/accessible.ts";
import { EditorPage } from "../fixtures/editor-page.ts";
import { expect, test } from "../fixtures/story.ts";

const orders = { key: "orders", from: "body", path: "orders", type: "array", required: true } as const;

/** Webhook → First → Second → Third, with room around them. */
async function chain(api: Client, name: string): Promise<string> {
  const set = (shown: string) => ({ type: "set", name: shown, config: { fields: { by: shown } } });
  const { id } = await api.workflows.create({
    document: {
      format: 1,
      name,
      mode: "async",
      trigger: { type: "webhook", config: { variables: [orders] } },
      nodes: { first: set("First"), second: set("Second"), third: set("Third") },
      edges: [
        { from: "trigger", to: "first" },
        { from: "first", to: "second" },
        { from: "second", to: "third" },
      ],
      layout: {
        nodes: {
          trigger: { x: 0, y: 0 },
          first: { x: 304, y: 0 },
          second: { x: 608, y: 0 },
          third: { x: 912, y: 0 },
        },
        notes: [],
      },
    },
  });
  return id;
}

const draftOf = async (api: Client, id: string) => (await api.workflows.get({ id })).draft;
const parentsOf = async (api: Client, id: string) => {
  const { nodes } = await draftOf(api, id);
  return Object.fromEntries(Object.entries(nodes).map(([key, { parent }]) => [key, parent ?? null]));
};
const edgesOf = async (api: Client, id: string) =>
  (await draftOf(api, id)).edges
    .map(({ from, port, to }) => `${from}${port ? `.${port}` : ""} > ${to}`)
    .sort();

const boxOf = async (what: Locator) => {
  const box = await what.boundingBox();
  if (box === null) throw new Error("it is not in sight");
  return box;
};

/** Drags a card by its head to a place of the window. */
async function dragCard(page: Page, card: Locator, to: { x: number; y: number }): Promise<void> {
  const { x, y } = await boxOf(card);
  const from = { x: x + 30, y: y + 12 };
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 8 });
  await page.mouse.move(to.x, to.y, { steps: 8 });
  await page.mouse.up();
}

test("a loop is drawn with the mouse, run, and its second iteration looked at", async ({
  signedIn: page,
}) => {
  test.slow();
  const editor = new EditorPage(page);
  await editor.create("Each order", "Asynchronous");
  await editor.pasteBody('{"orders":[{"id":"A-17"},{"id":"A-18"},{"id":"A-19"}]}');
  await editor.add("Loop");
  await editor.type("Items", "{{ trigger.orders }}");
  // An empty container takes what is added next.
  await editor.add("Set fields");
  await editor.rename("Note the order");
  await editor.settings.getByRole("button", { name: "Add a field" }).click();
  await editor.settings.getByRole("textbox", { name: /^Name of/ }).fill("order");
  await page.keyboard.press("Tab");
  await editor.settings.locator("[contenteditable='true']").last().click();
  await page.keyboard.insertText("{{ item.id }}");
  await expect(editor.settings.getByText('"A-17"')).toBeVisible();
  await editor.saved();

  await page.getByRole("button", { name: "Test", exact: true }).click();
  await page.getByRole("button", { name: "Run the draft" }).click();
  await page.getByRole("button", { name: "Show on the canvas" }).click();

  const steps = page.getByRole("list", { name: "Steps" });
  await expect(steps.getByText("3 iterations")).toBeVisible();
  await expect(editor.node("Loop")).toContainText("3 iterations");
  await page.getByRole("button", { name: "Next iteration" }).click();
  await expect(page.getByRole("textbox", { name: "Iteration of Loop" })).toHaveValue("2");
  await steps.getByRole("button", { name: /Note the order/ }).click();
  const step = page.getByRole("region", { name: /Note the order/ });
  await expect(step).toContainText("iteration 2");
  await expect(step).toContainText('"A-18"');
  await page.getByRole("textbox", { name: "Iteration of Loop" }).fill("3");
  await expect(step).toContainText('"A-19"');
});

test("nodes are put into a container and taken out of it by dragging", async ({
  signedIn: page,
  server,
  api,
}) => {
  const id = await chain(api, "Dragged");
  const editor = new EditorPage(page);
  await editor.open(server.base, id);
  await page.keyboard.down("Shift");
  await editor.node("First").click();
  await editor.node("Second").click();
  await page.keyboard.up("Shift");
  await editor.settings.getByRole("button", { name: "Put into: Loop" }).click();
  await expect(editor.node("Loop")).toBeVisible();
  await expect
    .poll(() => parentsOf(api, id))
    .toEqual({ first: "loop", second: "loop", third: null, loop: null });
  expect(await edgesOf(api, id)).toEqual(["first > second", "loop > third", "trigger > loop"]);

  await editor.showEverything();
  const frame = await boxOf(editor.node("Loop"));
  await dragCard(page, editor.node("Second"), { x: frame.x + 60, y: frame.y + frame.height + 120 });
  await expect.poll(async () => (await parentsOf(api, id)).second).toBe(null);
  expect(await edgesOf(api, id)).toEqual(["loop > third", "trigger > loop"]);
  await expect(page.getByText(/^1 edge was cut/)).toBeVisible();

  await dragCard(page, editor.node("Second"), { x: frame.x + 60, y: frame.y + 40 });
  await expect.poll(async () => (await parentsOf(api, id)).second).toBe("loop");
  // One step back is the drag alone: the edge that it cut is another one.
  await page.keyboard.press("ControlOrMeta+z");
  await expect.poll(async () => (await parentsOf(api, id)).second).toBe(null);
});

test("an edge across the border of a container is refused, with the reason", async ({
  signedIn: page,
  server,
  api,
}) => {
  const id = await chain(api, "Across the border");
  const editor = new EditorPage(page);
  await editor.open(server.base, id);
  await wrapSecond(page, editor, "Try");
  await expect.poll(async () => (await parentsOf(api, id)).second).toBe("try");
  const exit = await boxOf(editor.node("First").locator(".react-flow__handle.source"));
  const entry = await boxOf(editor.node("Second").locator(".react-flow__handle.target"));
  await page.mouse.move(exit.x + 5, exit.y + 5);
  await page.mouse.down();
  await page.mouse.move(entry.x - 20, entry.y + 5, { steps: 8 });
  await page.mouse.move(entry.x + 5, entry.y + 5, { steps: 4 });
  await page.mouse.up();
  await expect(page.getByText(/cannot cross the border of a container/)).toBeVisible();
  expect(await edgesOf(api, id)).toEqual(["first > try", "trigger > first", "try > third"]);
});

test("a container is folded to a card, stays so, and is opened again", async ({
  signedIn: page,
  server,
  api,
}) => {
  const id = await chain(api, "Folded");
  const editor = new EditorPage(page);
  await editor.open(server.base, id);
  await wrapSecond(page, editor, "Loop");
  await expect.poll(async () => (await parentsOf(api, id)).second).toBe("loop");
  await editor.node("Loop").focus();
  await page.keyboard.press("f");
  await expect(editor.node("Second")).toHaveCount(0);
  await expect(editor.edge("First", "Loop")).toHaveCount(1);
  await expectAccessibleInBothThemes(page, "a folded container");
  await expect.poll(async () => (await draftOf(api, id)).layout?.folded).toEqual(["loop"]);
  await page.reload();
  await expect(editor.node("Loop")).toBeVisible();
  await expect(editor.node("Second")).toHaveCount(0);
  await page.getByRole("button", { name: "Open Loop (1)" }).click();
  await expect(editor.node("Second")).toBeVisible();
  await page.keyboard.press("ControlOrMeta+z");
  await expect(editor.node("Second")).toHaveCount(0);
});

test("all of it with the keyboard alone", async ({ signedIn: page, server, api }) => {
  const id = await chain(api, "By keyboard");
  const editor = new EditorPage(page);
  await editor.open(server.base, id);
  await editor.node("Second").focus();
  await page.keyboard.press("Enter");
  await editor.node("Second").focus();
  await page.keyboard.press("g");
  await expect(page.getByRole("menuitem", { name: "Loop" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect.poll(async () => (await parentsOf(api, id)).second).toBe("loop");
  await expect(editor.node("Loop")).toBeFocused();

  await editor.node("First").focus();
  await page.keyboard.press("Enter");
  await expect(editor.settings.getByRole("textbox", { name: "Name", exact: true })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(editor.node("First")).toBeFocused();
  await page.keyboard.press("m");
  const dialog = page.getByRole("dialog", { name: "Move First" });
  await expect(dialog.getByRole("combobox")).toHaveValue(/Loop/);
  await dialog.getByRole("button", { name: "Move", exact: true }).focus();
  await page.keyboard.press("Enter");
  await expect
    .poll(() => parentsOf(api, id))
    .toEqual({ first: "loop", second: "loop", third: null, loop: null });
  expect(await edgesOf(api, id)).toContain("trigger > loop");

  await editor.node("Loop").focus();
  await page.keyboard.press("Enter");
  await editor.node("Loop").focus();
  await page.keyboard.press("Shift+F10");
  await page.getByRole("menuitem", { name: /^Dissolve/ }).focus();
  await page.keyboard.press("Enter");
  await expect.poll(() => parentsOf(api, id)).toEqual({ first: null, second: null, third: null });
  await page.keyboard.press("ControlOrMeta+z");
  await expect.poll(async () => (await parentsOf(api, id)).loop).toBe(null);
});

test("a container is copied and deleted with its body", async ({ signedIn: page, server, api }) => {
  const id = await chain(api, "Copied");
  const editor = new EditorPage(page);
  await editor.open(server.base, id);
  await wrapSecond(page, editor, "Loop");
  await expect.poll(async () => (await parentsOf(api, id)).second).toBe("loop");
  await editor.node("Loop").focus();
  await page.keyboard.press("ControlOrMeta+d");
  await expect
    .poll(() => parentsOf(api, id))
    .toEqual({ first: null, second: "loop", third: null, loop: null, loop2: null, second2: "loop2" });
  await page.keyboard.press("Delete");
  await expect
    .poll(() => parentsOf(api, id))
    .toEqual({ first: null, second: "loop", third: null, loop: null });
});

/** Puts "Second" into a new container. */
async function wrapSecond(page: Page, editor: EditorPage, container: "Try" | "Loop"): Promise<void> {
  await editor.select("Second");
  await page.keyboard.press("g");
  await page.getByRole("menuitem", { name: container }).click();
}
