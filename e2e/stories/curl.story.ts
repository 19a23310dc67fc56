import { expectAccessible } from "../fixtures/accessible.ts";
import { EditorPage } from "../fixtures/editor-page.ts";
import { expect, test } from "../fixtures/story.ts";

const command = String.raw`curl -X PUT 'https://api.example.com/v2/orders/7?notify=yes' \
  -H 'Authorization: Bearer tok-canary-77' -H 'Accept: application/json' \
  -k --json '{"state":"paid","note":"{{ as it is }}"}'`;

test("a request is filled from a cURL command by keyboard, its token becomes a credential, and one undo takes it back", async ({
  signedIn: page,
}) => {
  const editor = new EditorPage(page);
  await editor.create("Orders", "Asynchronous");
  await editor.add("HTTP request");
  await editor.type("URL", "https://old.shop.test/");
  const open = editor.settings.getByRole("button", { name: "Fill from cURL" });
  await open.focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Fill from a cURL command" });
  await dialog.getByLabel("cURL command").fill(command);
  await expect(dialog.getByRole("status")).toContainText("PUT https://api.example.com/v2/orders/7");
  await expect(dialog.getByRole("status")).toContainText("certificates are always checked");
  await expectAccessible(page, "the cURL dialog");
  await page.screenshot({ path: test.info().outputPath("curl.png") });
  await dialog.getByRole("button", { name: "Take over" }).click();
  const credential = page.getByRole("dialog", { name: "New credential" });
  await expect(credential.getByLabel("Name", { exact: true })).toHaveValue("api.example.com");
  await credential.getByRole("button", { name: "Create the credential" }).click();
  await expect(credential).toBeHidden();
  await expect(editor.settings.getByRole("combobox", { name: "Credential" })).toHaveValue("api.example.com");
  await expect(editor.settings.getByRole("combobox", { name: "Method" })).toHaveValue("PUT");
  await page.screenshot({ path: test.info().outputPath("curl-taken.png") });
  expect(await page.content()).not.toContain("tok-canary-77");
  await editor.saved();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(editor.settings.getByRole("combobox", { name: "Method" })).toHaveValue("GET");
  await expect(editor.settings.getByText("old.shop.test")).toBeVisible();

  await test.step("a form of several parts comes with its fields, and what it lacks is named", async () => {
    await open.click();
    await dialog
      .getByLabel("cURL command")
      .fill("curl https://files.example.com/a -F title=Scan -F 'document=@scan.pdf;type=application/pdf'");
    await expect(dialog.getByRole("status")).toContainText("The file of the field “document”");
    await page.screenshot({ path: test.info().outputPath("curl-form.png") });
    await dialog.getByRole("button", { name: "Take over" }).click();
    await expect(editor.settings.getByRole("combobox", { name: "Method" })).toHaveValue("POST");
    await expect(editor.settings.getByRole("combobox", { name: "Body", exact: true })).toHaveValue(
      "Form with files",
    );
    await expect(editor.settings.getByText("Scan", { exact: false })).toBeVisible();
    await page.screenshot({ path: test.info().outputPath("curl-form-taken.png") });
  });
});
