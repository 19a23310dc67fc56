import type { Browser } from "@playwright/test";
import type { Client } from "@sluice/api/client";
import { expectAccessibleInBothThemes } from "../fixtures/accessible.ts";
import { EditorPage } from "../fixtures/editor-page.ts";
import { expect, signIn, test } from "../fixtures/story.ts";

async function person(browser: Browser, base: string): Promise<EditorPage> {
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
  await signIn(page, base);
  return new EditorPage(page);
}

const makeWorkflow = (api: Client, name: string) =>
  api.workflows.create({
    document: {
      ...{ format: 1, name, mode: "async", trigger: { type: "webhook", config: {} } },
      nodes: {},
      edges: [],
    },
  });

test("two people edit one workflow: they see each other, and what both did is in the draft", async ({
  browser,
  server,
  api,
}) => {
  const made = await makeWorkflow(api, "Edited twice");
  const draft = async () => (await api.workflows.get({ id: made.id })).draft;
  const one = await person(browser, server.base);
  const other = await person(browser, server.base);
  try {
    await one.open(server.base, made.id);
    await test.step("each sees that the other has it open", async () => {
      await other.open(server.base, made.id);
      const seen = { name: "1 other has this open" };
      await expect(one.page.getByRole("list", seen)).toBeVisible({ timeout: 20_000 });
      await expect(other.page.getByRole("list", seen)).toContainText("Also open in another tab of yours");
    });

    await test.step("edits that do not touch each other become one draft by themselves", async () => {
      await other.select("Webhook");
      await other.page.context().setOffline(true);
      await other.add("Transform");
      await one.select("Webhook");
      await one.add("Set fields");
      await one.saved();
      await expect.poll(async () => Object.keys((await draft()).nodes)).toHaveLength(1);
      await other.page.context().setOffline(false);
      const said = other.page.getByText("Its changes and yours are both in the draft");
      await expect(said).toBeVisible({ timeout: 30_000 });
      await expect
        .poll(
          async () =>
            Object.values((await draft()).nodes)
              .map(({ type }) => type)
              .sort(),
          {
            timeout: 30_000,
          },
        )
        .toEqual(["set", "transform"]);
      await other.page.getByRole("button", { name: "Show what changed" }).click();
      const shown = other.page.getByRole("dialog", { name: "What changed" });
      await expect(shown.getByRole("region", { name: "What differs" })).toContainText("Set fields");
      await other.page.keyboard.press("Escape");
    });

    await test.step("the first one is shown what the second did", async () => {
      await expect(one.node("Transform")).toBeVisible({ timeout: 30_000 });
      await expect(one.page.getByText("This workflow was changed in another session")).toBeVisible();
    });

    await test.step("who leaves is gone from the header", async () => {
      await other.page.goto(`${server.base}/workflows`);
      await expect(one.page.getByRole("list", { name: "1 other has this open" })).toBeHidden({
        timeout: 20_000,
      });
    });
  } finally {
    await one.page.context().close();
    await other.page.context().close();
  }
});

test("two people change one setting: it is decided by keyboard, the rest of both is kept", async ({
  browser,
  server,
  api,
}) => {
  const made = await makeWorkflow(api, "Named twice");
  const one = await person(browser, server.base);
  const { page } = one;
  try {
    await one.open(server.base, made.id);
    await one.select("Webhook");
    await page.context().setOffline(true);
    await one.add("Transform");
    await page.getByRole("textbox", { name: "Name of the workflow" }).fill("Mine");
    const { draft } = await api.workflows.get({ id: made.id });
    const theirs = { ...draft, name: "Theirs", mode: "sync" as const };
    await api.workflows.save({ id: made.id, revision: made.revision, document: theirs });
    await page.context().setOffline(false);
    const dialog = page.getByRole("dialog", { name: "Changed here and elsewhere" });
    await expect(dialog).toBeVisible({ timeout: 30_000 });
    const question = dialog.getByRole("radiogroup", { name: "Workflow › Name" });
    await expect(question.getByRole("radio", { name: "Yours" })).toContainText("Mine");
    await expect(dialog.getByRole("radiogroup")).toHaveCount(1);
    await expect(dialog.getByRole("button", { name: "Merge" })).toBeDisabled();
    await expectAccessibleInBothThemes(page, "the dialog of a conflict");

    await question.getByRole("radio", { name: "The other’s" }).focus();
    await page.keyboard.press("Space");
    await dialog.getByRole("button", { name: "Merge" }).focus();
    await page.keyboard.press("Enter");
    await expect(dialog).toBeHidden();
    await expect
      .poll(async () => (await api.workflows.get({ id: made.id })).draft, { timeout: 30_000 })
      .toMatchObject({ name: "Theirs", mode: "sync", nodes: { transform: { type: "transform" } } });
  } finally {
    await page.context().close();
  }
});
