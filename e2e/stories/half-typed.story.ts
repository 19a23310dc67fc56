import { EditorPage } from "../fixtures/editor-page.ts";
import { expect, test } from "../fixtures/story.ts";

const half = '{"a": "half typed", "b": ';

test("half-typed JSON is kept, is not called saved, and is not published", async ({
  signedIn: page,
  api,
}) => {
  test.slow();
  const editor = new EditorPage(page);
  const id = await editor.create("Half typed", "Synchronous");
  await editor.add("Response");
  const body = editor.settings.getByRole("textbox", { name: "Body", exact: true });
  await body.click();
  await page.keyboard.insertText(half);
  const status = page.getByText("Not all saved", { exact: true });
  await expect(status).toBeVisible();

  await test.step("undo takes it back before anything else, says so, and redo brings it again", async () => {
    await page.keyboard.press("Control+z");
    await expect(status).toBeHidden();
    await expect(body).not.toContainText("half typed");
    await expect(page.getByText("Undone: typing", { exact: true })).toBeAttached();
    await expect(editor.node("Response")).toBeVisible();
    await page.keyboard.press("Control+Shift+z");
    await expect(status).toBeVisible();
    await expect(body).toContainText(half.trim());
  });

  await test.step("it is there again after another node was selected, and after a reload", async () => {
    await editor.select("Webhook");
    await editor.select("Response");
    await expect(body).toContainText(half.trim());
    await page.reload();
    await expect(status).toBeVisible();
    await editor.select("Response");
    await expect(body).toContainText(half.trim());
  });

  await test.step("publishing is refused, and leads to the field", async () => {
    await editor.select("Webhook");
    await page.getByRole("button", { name: "Publish", exact: true }).click();
    const dialog = page.getByRole("dialog");
    await expect(dialog.getByRole("button", { name: /^Publish/ })).toBeDisabled();
    await dialog.getByRole("button", { name: /This field is not finished/ }).click();
    await expect(dialog).toBeHidden();
    await expect(editor.settings.getByRole("heading", { level: 2, name: "Response" })).toBeVisible();
    await expect(body).toContainText(half.trim());
  });

  await test.step("publishing and sending is refused as well", async () => {
    await page.getByRole("button", { name: "Test", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "Send a test" });
    await dialog.getByRole("button", { name: "Publish and send" }).click();
    await expect(dialog.getByRole("button", { name: /This field is not finished/ })).toBeVisible();
    await page.keyboard.press("Escape");
    expect((await api.workflows.get({ id })).published).toBeNull();
  });

  await test.step("a number that would become another is not saved either", async () => {
    await editor.type("Body", '{"id": 12345678901234567890}');
    await expect(editor.settings.getByText(/12345678901234567890 .* Put it in quotes/)).toBeVisible();
    await expect(status).toBeVisible();
  });

  await test.step("the order of keys is saved, as the sender gets them", async () => {
    for (const text of ['{"zeta": 1, "ok": true}', '{"ok": true, "zeta": 1}']) {
      await editor.type("Body", text);
      const stored = async () => Object.values((await api.workflows.get({ id })).draft.nodes)[0]?.config.body;
      await expect.poll(async () => JSON.stringify(await stored())).toBe(text.replaceAll(" ", ""));
    }
  });

  await test.step("once it can be read, it is saved and published", async () => {
    await editor.type("Body", '{"a": "half typed", "b": 2}');
    await expect(status).toBeHidden();
    await editor.publish();
    const { draft } = await api.workflows.get({ id });
    expect(Object.values(draft.nodes)[0]?.config.body).toEqual({ a: "half typed", b: 2 });
  });
});
