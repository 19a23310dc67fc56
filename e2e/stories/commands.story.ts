import type { Client } from "@sluice/api/client";
import { expectAccessibleInBothThemes } from "../fixtures/accessible.ts";
import { EditorPage } from "../fixtures/editor-page.ts";
import { expect, test } from "../fixtures/story.ts";

const rules = { when: { all: [{ left: "{{ trigger.amount }}", operator: "greater", right: 100 }] } };

/** A condition whose exit `true` leads to "Thank"; "Refuse" stands beside it, and a loop with one node. */
async function drawn(api: Client, name: string, fields: Record<string, string> = {}): Promise<string> {
  const { id } = await api.workflows.create({
    document: {
      format: 1,
      name,
      mode: "sync",
      trigger: { type: "webhook", config: {} },
      nodes: {
        isLarge: { type: "condition", name: "Is it large", config: rules },
        thank: { type: "response", name: "Thank", config: {} },
        refuse: { type: "response", name: "Refuse", config: {} },
        each: { type: "loop", name: "Each item", config: {} },
        inside: { type: "set", name: "Inside", parent: "each", config: { fields } },
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
          refuse: { x: 640, y: 192 },
          each: { x: 304, y: 352 },
          inside: { x: 336, y: 432 },
        },
        notes: [{ id: "remark", text: "Ask **sales** first", x: 0, y: 224, width: 208, height: 96 }],
      },
    },
  });
  return id;
}

const draftOf = async (api: Client, id: string) => (await api.workflows.get({ id })).draft;
const edgesOf = async (api: Client, id: string): Promise<readonly string[]> =>
  (await draftOf(api, id)).edges
    .map(({ from, port, to }) => `${from}${port ? `.${port}` : ""} > ${to}`)
    .sort();

test("everything is found by its name, and the help tells the keys", async ({
  signedIn: page,
  server,
  api,
}) => {
  // axe looks at whole screens in two themes: on a busy machine that alone takes a minute.
  test.slow();
  const id = await drawn(api, "Found by name");
  const editor = new EditorPage(page);
  await editor.open(server.base, id);
  const before = JSON.stringify(await draftOf(api, id));
  const search = page.getByRole("combobox", { name: "Find a command, a node, a type of node" });
  const choose = async (words: string, option: string | RegExp) => {
    await page.keyboard.press("ControlOrMeta+k");
    await search.fill(words);
    await expect(page.getByRole("option", { name: option }).first()).toHaveAttribute("aria-selected", "true");
    await page.keyboard.press("Enter");
    await expect(search).toBeHidden();
  };

  await page.keyboard.press("ControlOrMeta+k");
  await expect(search).toBeFocused();
  await page.keyboard.press("Escape");

  await choose("refuse", /^Go to Refuse/);
  await expect(editor.settings.getByRole("heading", { level: 2, name: "Refuse" })).toBeVisible();
  await choose("set fields", /^Add: Set fields/);
  await expect(editor.node("Set fields")).toBeVisible();
  await choose("select every", "Select everything");
  await choose("left edges", "Align left edges");
  await editor.saved();
  await expect
    .poll(
      async () => new Set(Object.values((await draftOf(api, id)).layout?.nodes ?? {}).map(({ x }) => x)).size,
    )
    .toBeLessThan(4);
  for (let steps = 0; steps < 2; steps++) await choose("undo", "Undo");
  await expect.poll(async () => JSON.stringify(await draftOf(api, id))).toBe(before);

  await editor.node("Thank").focus();
  await page.keyboard.press("?");
  const help = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await expect(help.getByText("Find and replace…")).toBeVisible();
  await help.getByRole("switch", { name: "Shortcuts of a single key" }).press("Space");
  await page.keyboard.press("Escape");
  await expect(help).toBeHidden();
  await editor.node("Thank").focus();
  await page.keyboard.press("c");
  await page.keyboard.press("?");
  // A command of several keys still works: by the time it shows, a dialog of the others would have.
  await page.keyboard.press("ControlOrMeta+Shift+o");
  await expect(page.getByRole("tree", { name: "Outline of the workflow" })).toBeVisible();
  await expect(page.getByRole("dialog")).toHaveCount(0);
});

test("the outline does by keyboard what the canvas does", async ({ signedIn: page, server, api }) => {
  // axe looks at whole screens in two themes: on a busy machine that alone takes a minute.
  test.slow();
  const id = await drawn(api, "By outline");
  const editor = new EditorPage(page);
  await editor.open(server.base, id);
  const before = JSON.stringify(await draftOf(api, id));
  await page.keyboard.press("ControlOrMeta+Shift+o");
  const tree = page.getByRole("tree", { name: "Outline of the workflow" });
  const item = (name: string) => tree.getByRole("treeitem", { name, exact: true });
  await expect(item("Each item Loop 1 error")).toHaveAttribute("aria-expanded", "true");
  await item("Webhook").click();
  await page.screenshot({ path: test.info().outputPath("outline.png") });

  // To the exit that leads nowhere yet, and from it to a node.
  for (let step = 0; step < 4; step++) await page.keyboard.press("ArrowDown");
  await expect(item("Exit false leads to nothing yet")).toBeFocused();
  await page.keyboard.press("c");
  const dialog = page.getByRole("dialog", { name: "Connect Is it large" });
  await dialog.getByRole("combobox", { name: "Leads to" }).fill("Refuse");
  await page.getByRole("option", { name: /^Refuse/ }).waitFor();
  await page.keyboard.press("Enter");
  await dialog.getByRole("button", { name: "Connect" }).press("Enter");
  await expect(item("Exit false leads to Refuse")).toBeFocused();

  // A node is added into an edge.
  await item("Leads to Is it large").focus();
  await page.keyboard.press("/");
  await page.getByRole("combobox", { name: "Search nodes" }).fill("set fields");
  await page.keyboard.press("Enter");
  await expect(item("Leads to Set fields")).toBeVisible();
  await expect(tree.getByRole("treeitem", { name: /^Set fields/ })).toBeFocused();
  await expect
    .poll(() => edgesOf(api, id))
    .toEqual([
      "isLarge.false > refuse",
      "isLarge.true > thank",
      "setFields > isLarge",
      "trigger > setFields",
    ]);

  // Into the loop, out of sight and back, and along the canvas.
  await page.keyboard.press("m");
  const move = page.getByRole("dialog", { name: "Move Set fields" });
  await move.getByRole("button", { name: "Move" }).press("Enter");
  await expect(tree.getByRole("treeitem", { name: /^Set fields/ })).toHaveAttribute("aria-level", "2");
  await tree.getByRole("treeitem", { name: /^Each item/ }).focus();
  await page.keyboard.press("ArrowLeft");
  await expect(tree.getByRole("treeitem", { name: /^Inside/ })).toHaveCount(0);
  await expect(editor.node("Inside")).toHaveCount(0);
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ControlOrMeta+ArrowRight");
  await page.keyboard.press("ControlOrMeta+ArrowRight");
  await expect.poll(async () => (await draftOf(api, id)).layout?.nodes.inside?.x).toBe(368);

  // Deleted; the focus stays in the tree.
  await tree.getByRole("treeitem", { name: /^Thank/ }).click();
  await page.keyboard.press("Delete");
  await expect(tree.getByRole("treeitem", { name: /^Thank/ })).toHaveCount(0);
  await expect(tree.locator(":focus")).toHaveCount(1);

  const undo = page.getByRole("button", { name: /^Undo: / });
  while ((await undo.count()) > 0) await page.keyboard.press("ControlOrMeta+z");
  await expect.poll(async () => JSON.stringify(await draftOf(api, id))).toBe(before);
});

test("notes, find and replace, and a key renamed with what reads it", async ({
  signedIn: page,
  server,
  api,
}) => {
  // axe looks at whole screens in two themes: on a busy machine that alone takes a minute.
  test.slow();
  const fields = { before: "{{ steps.isLarge.port }}", any: "{{ steps[trigger.which] }}" };
  const id = await drawn(api, "Written everywhere", fields);
  const editor = new EditorPage(page);
  await editor.open(server.base, id);
  const before = JSON.stringify(await draftOf(api, id));

  // A note by keyboard: written, coloured and sized in the settings; its marks are drawn.
  const note = editor.canvas.getByRole("group", { name: /^Note: Ask/ });
  await expect(note.locator("strong")).toHaveText("sales");
  await note.focus();
  await page.keyboard.press("Enter");
  await page
    .getByRole("textbox", { name: "Text of the note" })
    .fill("See [this](https://example.com) and <b>that</b>");
  await page.keyboard.press("Escape");
  const changed = editor.canvas.getByRole("group", { name: /^Note: See/ });
  await expect(changed.getByRole("link", { name: "this" })).toHaveAttribute("href", "https://example.com");
  await expect(changed.locator("b")).toHaveCount(0);
  await changed.click({ position: { x: 8, y: 60 } });
  await editor.settings.getByRole("radio", { name: "Violet" }).check();
  await editor.settings.getByRole("textbox", { name: "Width" }).fill("320");
  await page.keyboard.press("Tab");
  await expect
    .poll(async () => (await draftOf(api, id)).layout?.notes[0])
    .toMatchObject({ color: "violet", width: 320 });
  await expectAccessibleInBothThemes(page, "a note");
  await page.screenshot({ path: test.info().outputPath("note.png") });

  // All places at once, but for one that is left out.
  await page.keyboard.press("ControlOrMeta+Shift+f");
  const find = page.getByRole("dialog", { name: "Find and replace" });
  await find.getByRole("textbox", { name: "Find" }).fill("inside");
  await find.getByRole("textbox", { name: "Replace with" }).fill("Within");
  await expect(find.getByRole("button", { name: "Replace 1" })).toBeEnabled();
  await find.getByRole("textbox", { name: "Find" }).fill("this");
  await expectAccessibleInBothThemes(page, "find and replace");
  await page.screenshot({ path: test.info().outputPath("find.png") });
  await find.getByRole("textbox", { name: "Find" }).fill("trigger.amount");
  await find.getByRole("textbox", { name: "Replace with" }).fill("trigger.total");
  await find.getByRole("button", { name: "Replace 1" }).click();
  await expect(find.getByRole("status")).toHaveText("1 place replaced. Undo brings it back.");
  await page.keyboard.press("Escape");
  await expect.poll(async () => JSON.stringify(await draftOf(api, id))).toContain("trigger.total");

  // A key: what can follow does, the rest is told.
  await editor.showEverything();
  await editor.select("Is it large");
  await editor.settings.getByText("Joining, cache, key and note").click();
  const key = editor.settings.getByRole("textbox", { name: "Key" });
  await key.fill("large");
  await key.press("Enter");
  const told = page.getByRole("alert").filter({ hasText: "1 place may still say “isLarge”" });
  await told.getByRole("button", { name: /^Inside/ }).click();
  await expect(editor.settings.getByRole("heading", { level: 2, name: "Inside" })).toBeVisible();
  await expect
    .poll(async () => (await draftOf(api, id)).nodes.inside?.config)
    .toEqual({ fields: { ...fields, before: "{{ steps.large.port }}" } });

  const undo = page.getByRole("button", { name: /^Undo: / });
  while ((await undo.count()) > 0) await undo.click();
  await expect.poll(async () => JSON.stringify(await draftOf(api, id))).toBe(before);
});
