import type { Page } from "@playwright/test";
import type { Client } from "@sluice/api/client";
import { EditorPage } from "../fixtures/editor-page.ts";
import { payment } from "../fixtures/shared-payloads.ts";
import { expect, test } from "../fixtures/story.ts";

const modifier = "ControlOrMeta";

test("a reload in the middle of typing loses nothing", async ({ signedIn: page, api }) => {
  const editor = new EditorPage(page);
  const id = await editor.create("Reload keeps work", "Asynchronous");
  await editor.select("Webhook");
  await editor.add("Set fields");
  await editor.rename("Keep the order");
  await page.reload();
  await expect(editor.node("Keep the order")).toBeVisible();
  await editor.saved();
  await expect
    .poll(async () => Object.values((await api.workflows.get({ id })).draft.nodes)[0]?.name)
    .toBe("Keep the order");

  await test.step("undo survives the reload as well", async () => {
    await editor.canvas.click({ position: { x: 300, y: 300 } });
    await page.keyboard.press(`${modifier}+z`);
    await expect(editor.node("Set fields")).toBeVisible();
    await page.keyboard.press(`${modifier}+z`);
    await expect(editor.node("Set fields")).toHaveCount(0);
  });
});

test("every kind of edit is undone and redone to the byte", async ({ signedIn: page, api }) => {
  test.slow();
  const editor = new EditorPage(page);
  const id = await editor.create("Undo everything", "Asynchronous");
  const drafts: string[] = [await draftOf(api, id)];
  const edits: [string, () => Promise<void>][] = [
    ["parse an example", () => editor.pasteBody(payment)],
    ["add a node behind the trigger", () => editor.add("Condition")],
    ["rename it", () => editor.rename("Paid?")],
    ["add a rule", () => editor.settings.getByRole("button", { name: "Rule", exact: true }).click()],
    ["type an expression", () => editor.type("Left side of rule 1", "{{ trigger.amount }}")],
    ["add a node behind an exit", () => editor.add("Set fields")],
    ["disable a node", () => menu(editor, "Set fields", "Disable")],
    ["duplicate a node", () => menu(editor, "Set fields", "Duplicate")],
    ["add a note", () => page.getByRole("button", { name: "Add a note" }).click()],
    ["tidy up", () => page.getByRole("button", { name: "Tidy up" }).click()],
    ["rename the workflow", () => renameWorkflow(page, "Undo all of it")],
    ["switch the mode", () => switchMode(editor)],
    ["delete a node", () => menu(editor, "Paid?", "Delete")],
  ];
  for (const [name, edit] of edits) {
    await test.step(name, async () => {
      await edit();
      const before = drafts.at(-1);
      await expect.poll(() => draftOf(api, id), { message: `${name} changes the draft` }).not.toBe(before);
      drafts.push(await settled(api, id));
    });
  }

  await test.step("back to the beginning", async () => {
    await undo(editor, { to: drafts[0] ?? "", api, id });
  });
  await test.step("and forth to the end", async () => {
    await redo(editor, { to: drafts.at(-1) ?? "", api, id });
  });
});

test("nodes are copied to another workflow", async ({ signedIn: page, server, api, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: server.base });
  const editor = new EditorPage(page);
  await editor.create("Copied from", "Asynchronous");
  await editor.select("Webhook");
  await editor.add("Transform");
  await editor.rename("Make a total");
  await editor.node("Make a total").click();
  await page.keyboard.press(`${modifier}+c`);
  await editor.saved();
  await page.getByRole("link", { name: "To the workflows", exact: true }).click();
  const id = await editor.create("Copied to", "Asynchronous");
  await editor.canvas.click({ position: { x: 300, y: 300 } });
  await page.keyboard.press(`${modifier}+v`);
  await expect(editor.node("Make a total")).toBeVisible();
  await expect.poll(async () => Object.keys((await api.workflows.get({ id })).draft.nodes)).toHaveLength(1);
});

/** The draft as it is stored, as one line. */
async function draftOf(api: Client, id: string): Promise<string> {
  return JSON.stringify((await api.workflows.get({ id })).draft);
}

/** The draft when two looks at it in a row say the same. */
async function settled(api: Client, id: string): Promise<string> {
  let last = await draftOf(api, id);
  await expect
    .poll(
      async () => {
        const now = await draftOf(api, id);
        const same = now === last;
        last = now;
        return same;
      },
      { intervals: [400, 400, 400, 400] },
    )
    .toBe(true);
  return last;
}

interface Goal {
  readonly to: string;
  readonly api: Client;
  readonly id: string;
}

async function undo(editor: EditorPage, { to, api, id }: Goal): Promise<void> {
  const button = editor.page.getByRole("button", { name: /^Undo: / });
  while ((await button.count()) > 0) await button.click();
  await expect.poll(() => draftOf(api, id)).toBe(to);
}

async function redo(editor: EditorPage, { to, api, id }: Goal): Promise<void> {
  const button = editor.page.getByRole("button", { name: /^Redo: / });
  while ((await button.count()) > 0) await button.click();
  await expect.poll(() => draftOf(api, id)).toBe(to);
}

async function menu(editor: EditorPage, node: string, item: string): Promise<void> {
  await editor.showEverything();
  await editor.node(node).first().click();
  await editor.page
    .getByRole("button", { name: `Actions for ${node}` })
    .first()
    .click();
  await editor.page.getByRole("menuitem", { name: item, exact: true }).click();
}

async function renameWorkflow(page: Page, name: string): Promise<void> {
  await page.getByRole("textbox", { name: "Name of the workflow" }).fill(name);
  await page.keyboard.press("Enter");
}

async function switchMode(editor: EditorPage): Promise<void> {
  await editor.showEverything();
  await editor.select("Webhook");
  await editor.settings
    .getByRole("region", { name: "How it answers" })
    .getByText("Synchronous", { exact: true })
    .click();
}
