import { expectAccessibleInBothThemes } from "../fixtures/accessible.ts";
import { SluiceServer } from "../fixtures/server.ts";
import { expect, signIn, test } from "../fixtures/story.ts";

let sluice: SluiceServer;
test.beforeAll(async () => {
  sluice = await SluiceServer.start();
});
test.afterAll(() => sluice.stop());

test("an operator sees why deliveries fail, and is told the next time", async ({ page }) => {
  test.slow();
  await signIn(page, sluice.base);
  const api = sluice.client();

  await test.step("the first look leads to the first workflow", async () => {
    await page.goto(sluice.base);
    await page.waitForURL(/\/workflows$/);
    await expect(page.getByRole("heading", { level: 1, name: "Workflows" })).toBeVisible();
  });

  const made = await api.workflows.create({
    document: {
      ...{ format: 1, name: "Order intake", mode: "async", trigger: { type: "webhook", config: {} } },
      nodes: {
        isBad: { type: "condition", name: "Bad?", config: { when: { expression: "request.body.bad" } } },
        stop: { type: "end", name: "Stop", config: { status: "failed", message: "no stock" } },
      },
      edges: [
        { from: "trigger", to: "isBad" },
        { from: "isBad", port: "true", to: "stop" },
      ],
    },
  });
  await api.workflows.publish({ id: made.id });
  const post = (body: string) =>
    fetch(made.hookUrl, { method: "POST", headers: { "content-type": "application/json" }, body });
  for (const bad of [true, true, true, false]) await post(JSON.stringify({ bad }));
  for (const body of ["{", "{"]) await post(body);
  await expect
    .poll(async () => (await api.executions.list({ workflowId: made.id, status: "failed" })).items.length)
    .toBe(3);

  await test.step("home shows what came, what failed and why", async () => {
    const panel = page.getByRole("region", { name: "Why executions fail" });
    // It knows of the first workflow at once; its figures are a few seconds old.
    await page.goto(`${sluice.base}/home`);
    await expect(panel.getByText("3 times")).toBeVisible();
    const hours = page.getByRole("region", { name: "Last 24 hours" });
    await expect(hours.getByRole("link", { name: "4", exact: true })).toBeVisible({ timeout: 20_000 });
    await expect(hours.getByRole("link", { name: "2", exact: true })).toBeVisible({ timeout: 20_000 });
    await expect(page.getByText("Nothing is watched yet.")).toBeVisible();
  });

  await test.step("a rule is written in plain words, and says what it would find", async () => {
    await page.getByRole("link", { name: "Choose what is watched" }).click();
    await page.getByRole("button", { name: "New alert" }).click();
    const dialog = page.getByRole("dialog", { name: "New alert" });
    await dialog.getByRole("combobox", { name: "What is watched" }).click();
    await page.getByRole("option", { name: "Executions fail" }).click();
    await dialog.getByRole("textbox", { name: "Of at least so many executions" }).fill("4");
    await expect(dialog.getByText("Would fire now")).toBeVisible();
    await expect(dialog.getByText("3 of 4 executions of the last 15 minutes failed.")).toBeVisible();
    await dialog.getByRole("textbox", { name: "Name", exact: true }).fill("Orders fail");
    await page.screenshot({ path: test.info().outputPath("rule.png") });
    await expectAccessibleInBothThemes(page, "the form of an alert");
    await dialog.getByRole("button", { name: "Watch it" }).click();
    const article = page.getByRole("article", { name: "Orders fail" });
    await expect(article.getByText("Fires")).toBeVisible();
    await page.getByRole("button", { name: "Watch it: The disk is getting full" }).click();
    await expect(page.getByRole("article", { name: "The disk is getting full" })).toBeVisible();
    await page.screenshot({ path: test.info().outputPath("alerts.png"), fullPage: true });
  });

  await test.step("the navigation says so, and one click leads to the failures", async () => {
    await expect(page.getByRole("navigation", { name: "Main" }).getByText("1 alert fires")).toBeAttached();
    await page.getByRole("link", { name: "Home", exact: true }).click();
    const alerts = page.getByRole("region", { name: "Alerts" });
    await expect(alerts.getByRole("link", { name: "Orders fail" })).toBeVisible();
    await page.screenshot({ path: test.info().outputPath("home.png"), fullPage: true });
    await page.setViewportSize({ width: 900, height: 900 });
    await page.screenshot({ path: test.info().outputPath("home-900.png"), fullPage: true });
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    await page.setViewportSize({ width: 1280, height: 900 });
    await alerts.getByRole("link", { name: "Orders fail" }).click();
    await page.waitForURL(/\/executions\?status=failed/);
    await expect(page.getByRole("row").filter({ hasText: "Order intake" })).toHaveCount(3);
  });

  await test.step("it is muted, and its end is seen without reloading", async () => {
    await page.getByRole("link", { name: "Alerts" }).click();
    await page.getByRole("button", { name: "More for Orders fail" }).click();
    await page.getByRole("menuitem", { name: "Mute for an hour" }).click();
    await expect(page.getByRole("article", { name: "Orders fail" }).getByText("Muted until")).toBeVisible();
    await page.getByRole("button", { name: "More for Orders fail" }).click();
    await page.getByRole("menuitem", { name: "Delete" }).click();
    await page.getByRole("dialog", { name: "Orders fail" }).getByRole("button", { name: "Delete" }).click();
    await expect(page.getByRole("article", { name: "Orders fail" })).toHaveCount(0);
  });
});
