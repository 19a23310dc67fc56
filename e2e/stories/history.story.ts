import { EditorPage } from "../fixtures/editor-page.ts";
import { owner } from "../fixtures/server.ts";
import { expect, test } from "../fixtures/story.ts";

test("versions and drafts are compared, looked at and had back", async ({ signedIn: page, server, api }) => {
  // axe looks at two drawings at once here: on a machine that is busy with other stories that takes its time.
  test.slow();
  const made = await api.workflows.create({
    document: {
      ...{ format: 1, name: "Callback", mode: "async", trigger: { type: "webhook", config: {} } },
      nodes: {
        paid: { type: "set", name: "Mark as paid", config: { fields: { state: "paid" } } },
        old: { type: "end", name: "The end", config: { status: "succeeded" } },
      },
      edges: [
        { from: "trigger", to: "paid" },
        { from: "paid", to: "old" },
      ],
    },
  });
  const { id } = made;
  await api.workflows.publish({ id, note: "The first one" });
  const { old: _, ...kept } = made.draft.nodes;
  await api.workflows.save({
    id,
    revision: 1,
    document: {
      ...made.draft,
      nodes: {
        ...kept,
        paid: { type: "set", name: "Mark as paid", config: { fields: { state: "settled" } } },
        tell: { type: "emit", name: "Tell the shop", config: { type: "order.paid", data: {} } },
      },
      edges: [
        { from: "trigger", to: "paid" },
        { from: "paid", to: "tell" },
      ],
    },
  });
  const editor = new EditorPage(page);
  await editor.open(server.base, id);

  await test.step("publishing shows what it changes, and takes a note", async () => {
    await page.getByRole("button", { name: "Publish", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "Publish the draft" });
    const lines = dialog.getByRole("region", { name: "What differs" });
    await expect(lines).toContainText("1 changed · 1 added · 1 removed · 2 connections");
    const row = lines.getByRole("row", { name: /state/ });
    await expect(row.getByRole("cell")).toHaveText(["paid", "settled"]);
    const drawing = dialog.getByRole("region", { name: /^Drawing of both/ });
    await expect(drawing.getByText("removed")).toBeVisible();
    await expect(drawing.getByText("added")).toBeVisible();
    await dialog.getByRole("textbox", { name: "Note" }).fill("Tells the shop");
    await dialog.getByRole("button", { name: "Publish", exact: true }).click();
    await expect(dialog).toBeHidden();
  });

  await page.getByRole("button", { name: "Versions", exact: true }).click();
  const drawer = page.getByRole("dialog", { name: "Versions" });
  // Not the drawer, whose button a second click would close the question with.
  const asked = page
    .getByRole("dialog")
    .filter({ has: page.getByRole("button", { name: "Cancel", exact: true }) });
  await test.step("versions say who, when and why; any two are compared, one is opened read-only", async () => {
    const second = drawer.getByRole("article", { name: "Version 2" });
    await expect(second).toContainText("Tells the shop");
    await expect(second).toContainText(`by ${owner.email}`);
    await drawer.getByRole("button", { name: "Compare two versions" }).click();
    const compare = page.getByRole("dialog", { name: "Compare" });
    await expect(compare.getByRole("region", { name: "What differs" })).toContainText("Tell the shop");
    await page.keyboard.press("Escape");
    await expect(compare).toBeHidden();
    // By keyboard alone.
    await drawer.getByRole("article", { name: "Version 1" }).getByRole("button", { name: "Open" }).focus();
    await page.keyboard.press("Enter");
    const look = page.getByRole("dialog", { name: "Version 1, read-only" });
    await look.getByRole("button", { name: "The end", exact: true }).focus();
    await page.keyboard.press("Enter");
    await expect(look.getByRole("table", { name: "Settings of The end" })).toContainText("succeeded");
    await page.keyboard.press("Escape");
    await expect(look).toBeHidden();
  });

  await test.step("an earlier draft becomes the draft again, and undo takes that back", async () => {
    await drawer.getByRole("article", { name: "Version 1" }).getByRole("button", { name: "Restore" }).click();
    await asked.getByRole("button", { name: "Restore", exact: true }).click();
    await expect(editor.node("The end")).toBeVisible({ timeout: 20_000 });
    await page.getByRole("button", { name: "Versions", exact: true }).click();
    await drawer.getByRole("tab", { name: "Draft history" }).click();
    const moments = drawer.getByRole("article");
    await expect(moments.first()).toContainText("as it is now");
    await moments.nth(1).getByRole("button", { name: "Restore" }).click();
    await asked.getByRole("button", { name: "Restore", exact: true }).click();
    await expect(editor.node("Tell the shop")).toBeVisible({ timeout: 20_000 });
    await page.keyboard.press("ControlOrMeta+z");
    await expect(editor.node("The end")).toBeVisible();
  });
});
