import { expectAccessibleInBothThemes } from "../fixtures/accessible.ts";
import { expect, test } from "../fixtures/story.ts";

test("a deleted workflow comes back: at once, and later from the trash", async ({
  signedIn: page,
  server,
  api,
}, info) => {
  const { id, hookUrl } = await api.workflows.create({
    document: {
      ...{ format: 1, name: "Thrown away", mode: "async", nodes: {}, edges: [] },
      trigger: { type: "webhook", config: {} },
    },
  });
  await api.workflows.publish({ id });
  const post = async () => (await fetch(hookUrl, { method: "POST" })).status;

  await page.goto(`${server.base}/workflows`);
  const remove = async () => {
    await page.getByRole("button", { name: "Actions for Thrown away" }).click();
    await page.getByRole("menuitem", { name: "Delete" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    await expect(page.getByText("“Thrown away” was moved to the trash.")).toBeVisible();
  };
  await remove();
  expect(await post()).toBe(404);
  await page.screenshot({ path: info.outputPath("deleted.png") });
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("“Thrown away” is back, as it was.")).toBeVisible();
  await expect(page.getByRole("link", { name: "Thrown away" })).toBeVisible();
  expect(await post()).toBe(200);

  await remove();
  await page.getByRole("link", { name: "Trash", exact: true }).click();
  const row = page.getByRole("row", { name: /Thrown away/ });
  await expect(row).toContainText("Published v1");
  await expectAccessibleInBothThemes(page, "the trash");
  await page.screenshot({ path: info.outputPath("trash.png") });
  await page.getByRole("button", { name: "Restore Thrown away" }).press("Enter");
  await expect(page.getByText("The trash is empty")).toBeVisible();
  expect(await post()).toBe(200);
});
