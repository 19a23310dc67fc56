import type { Browser } from "@playwright/test";
import { EditorPage } from "../fixtures/editor-page.ts";
import { expect, signIn, test } from "../fixtures/story.ts";

async function person(browser: Browser, base: string): Promise<EditorPage> {
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
  await signIn(page, base);
  return new EditorPage(page);
}

test("two people edit one workflow: nothing is lost without being seen", async ({ browser, server, api }) => {
  const made = await api.workflows.create({
    document: {
      format: 1,
      name: "Edited twice",
      mode: "async",
      trigger: { type: "webhook", config: {} },
      nodes: {},
      edges: [],
    },
  });
  const one = await person(browser, server.base);
  const other = await person(browser, server.base);
  try {
    await one.open(server.base, made.id);
    await other.open(server.base, made.id);

    await test.step("the second save is refused and both sides are shown", async () => {
      await other.select("Webhook");
      await other.page.context().setOffline(true);
      await other.add("Transform");
      await one.select("Webhook");
      await one.add("Set fields");
      await one.saved();
      await expect
        .poll(async () => Object.keys((await api.workflows.get({ id: made.id })).draft.nodes))
        .toHaveLength(1);
      await other.page.context().setOffline(false);
      const dialog = other.page.getByRole("dialog", { name: "Changed here and elsewhere" });
      await expect(dialog).toBeVisible({ timeout: 30_000 });
      await expect(dialog).toContainText("Transform");
      await expect(dialog).toContainText("Set fields");
      await dialog.getByRole("button", { name: "Keep yours as a new workflow" }).click();
      await expect(dialog).toBeHidden();
    });

    await test.step("both versions are there", async () => {
      const { items } = await api.workflows.list({ q: "Edited twice" });
      const drafts = await Promise.all(items.map(async ({ id }) => (await api.workflows.get({ id })).draft));
      const types = drafts.map((draft) => Object.values(draft.nodes).map((node) => node.type)).sort();
      expect(types).toEqual([["set"], ["transform"]]);
    });
  } finally {
    await one.page.context().close();
    await other.page.context().close();
  }
});
