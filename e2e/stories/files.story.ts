import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expectAccessibleInBothThemes } from "../fixtures/accessible.ts";
import { EditorPage } from "../fixtures/editor-page.ts";
import { SluiceServer } from "../fixtures/server.ts";
import { expect, signIn, test } from "../fixtures/story.ts";

const router = fileURLToPath(new URL("../../packages/workflow/src/n8n/testing/router.json", import.meta.url));

test("an n8n workflow is dropped, shown with what is missing, made, filed, and downloaded", async ({
  signedIn: page,
  server,
  api,
}, info) => {
  await page.goto(`${server.base}/workflows`);
  await page.getByRole("button", { name: "Import", exact: true }).first().click();
  const dialog = page.getByRole("dialog", { name: "Import a workflow" });
  await dialog.getByRole("textbox", { name: "Or paste its text" }).fill("format: 1\nname: X\nmode: fast\n");
  await dialog.getByRole("button", { name: "Read", exact: true }).click();
  await expect(dialog.getByRole("alert")).toContainText("Line 3, column 1: mode");
  await dialog.locator("input[type=file]").setInputFiles(router);
  await expect(dialog.getByText("To look after")).toBeVisible();
  await expect(dialog.getByText(/There is no node like n8n-nodes-base\.slack/)).toBeVisible();
  await expectAccessibleInBothThemes(page, "the preview of an import");
  await page.screenshot({ path: info.outputPath("import.png") });
  await dialog.getByRole("button", { name: "Create and open" }).click();
  await page.waitForURL(/\/workflows\/wf_/);
  await expect(new EditorPage(page).node("Slack")).toBeVisible();
  await page.screenshot({ path: info.outputPath("imported.png") });

  const id = page.url().split("/").at(-1) ?? "";
  await page.goto(`${server.base}/workflows`);
  await page.getByRole("button", { name: "Actions for Event router" }).click();
  await page.getByRole("menuitem", { name: "Folder and tags…" }).click();
  const place = page.getByRole("dialog", { name: /Event router/ });
  await place.getByLabel("Folder", { exact: true }).fill("Shop / Events");
  await place.getByLabel("Tags", { exact: true }).fill("live");
  await place.getByLabel("Tags", { exact: true }).press("Enter");
  await place.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Asynchronous · Shop/Events · #live")).toBeVisible();
  await page.getByRole("combobox", { name: "Folder" }).click();
  await page.getByRole("option", { name: /^Shop \(/ }).click();
  await page.getByRole("button", { name: "Rename folder…" }).click();
  await page.getByRole("dialog").getByRole("textbox", { name: "New path" }).fill("Store");
  await page.getByRole("dialog").getByRole("button", { name: "Rename", exact: true }).click();
  await expect(page.getByText("Asynchronous · Store/Events · #live")).toBeVisible();
  await expect(page.getByRole("img", { name: /Event router, last 24 hours: 0 executions/ })).toBeVisible();
  await expectAccessibleInBothThemes(page, "the list with folders");
  await page.screenshot({ path: info.outputPath("list.png") });

  await page.getByRole("button", { name: "Actions for Event router" }).click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("menuitem", { name: "Download (YAML)" }).click(),
  ]);
  expect(download.suggestedFilename()).toBe("event-router.yaml");
  const { text } = await api.workflowFiles.get({ id });
  expect(readFileSync((await download.path()) ?? "", "utf8")).toBe(text);
});

test("a newcomer sees a live answer from the empty list, then begins with a template", async ({
  page,
}, info) => {
  const server = await SluiceServer.start();
  try {
    await signIn(page, server.base);
    await page.getByRole("button", { name: "Show me an answer now" }).click();
    await page.getByRole("textbox", { name: "Whom shall it greet?" }).fill("Ada");
    await page.getByRole("button", { name: "Make it and call it" }).click();
    await expect(page.getByText('{"message":"Hello Ada"}')).toBeVisible();
    await expectAccessibleInBothThemes(page, "the first answer");
    await page.screenshot({ path: info.outputPath("first-answer.png") });
    await page.getByRole("link", { name: "Open it in the editor" }).click();
    await expect(new EditorPage(page).node("Greet")).toBeVisible();

    await page.goto(`${server.base}/workflows`);
    await page.getByRole("button", { name: "New workflow" }).click();
    const dialog = page.getByRole("dialog", { name: "New workflow" });
    await dialog.getByText("A template", { exact: true }).click();
    await dialog.getByRole("radio", { name: /^Event router for a backend/ }).click();
    await expect(dialog.getByRole("textbox", { name: "Name", exact: true })).toHaveValue(
      "Event router for a backend",
    );
    await page.screenshot({ path: info.outputPath("templates.png") });
    await dialog.getByRole("button", { name: "Create and open" }).click();
    await expect(new EditorPage(page).node("To orders")).toBeVisible();
  } finally {
    await server.stop();
  }
});
