import { expectAccessible } from "../fixtures/accessible.ts";
import { type OtherServer, startOtherServer } from "../fixtures/other-server.ts";
import { SluiceServer } from "../fixtures/server.ts";
import { expect, signIn, test } from "../fixtures/story.ts";

let receiver: OtherServer;
let sluice: SluiceServer;
test.beforeAll(async () => {
  receiver = await startOtherServer(() => ({ status: 200, body: "taken" }));
  sluice = await SluiceServer.start({ environment: { SLUICE_ALLOW_NETWORKS: "127.0.0.1" } });
});
test.afterAll(async () => {
  await sluice.stop();
  await receiver.close();
});

test("a webhook is made, changed by two people and moved, and its events are looked at", async ({ page }) => {
  test.slow();
  await signIn(page, sluice.base);
  const api = sluice.client();
  const url = `${receiver.url}/a/rather/long/path/that/no/narrow/window/shows/on/one/line?of=${"x".repeat(60)}`;

  await test.step("what is wrong is said at the field, by the form and by the server", async () => {
    await page.goto(`${sluice.base}/webhooks`);
    await page.getByRole("button", { name: "New webhook" }).click();
    const dialog = page.getByRole("dialog", { name: "New webhook" });
    await dialog.getByRole("textbox", { name: "URL" }).fill("http://10.0.0.7/in");
    const events = dialog.getByRole("combobox", { name: "Events" });
    await events.pressSequentially("Order,");
    await page.keyboard.press("Escape");
    await dialog.getByRole("switch", { name: "Active" }).click();
    await dialog.getByText("More settings").click();
    await dialog.getByRole("button", { name: "Add a header" }).click();
    await dialog.getByLabel("Name of header 1").fill("x-key");
    await dialog.getByLabel("Value of header 1").fill("canary-4711");
    const create = dialog.getByRole("button", { name: "Create the webhook" });
    await create.click();
    await expect(events).toBeFocused();
    await expect(events).toHaveAccessibleDescription(/This is no name of an event: Order/);
    await page.screenshot({ path: test.info().outputPath("wrong-event.png") });
    await events.press("Backspace");
    await events.pressSequentially("order.paid,");
    await page.keyboard.press("Escape");
    await create.click();
    const field = dialog.getByRole("textbox", { name: "URL" });
    await expect(field).toHaveAccessibleDescription(/10\.0\.0\.7 is a private address/);
    await expectAccessible(page, "a webhook whose URL is refused");
    await field.fill(url);
    await create.click();
    await dialog.getByRole("button", { name: "Done" }).click();
    await page.getByRole("link", { name: url }).click();
    await expect(page.getByText("Switched off", { exact: true })).toBeVisible();
  });

  const { items } = await api.webhooks.list({});
  const id = items[0]?.id ?? "";

  await test.step("a note is saved without setting back what somebody else changed meanwhile", async () => {
    await page.getByRole("button", { name: "Change" }).click();
    const dialog = page.getByRole("dialog", { name: "Change the webhook" });
    await api.webhooks.change({ id, events: ["order.*"], perMinute: 90, active: true });
    await dialog.getByRole("textbox", { name: "Note" }).fill("Shop");
    await dialog.getByRole("button", { name: "Save" }).click();
    await expect(dialog).toBeHidden();
    expect(await api.webhooks.get({ id })).toMatchObject({
      ...{ description: "Shop", events: ["order.*"], perMinute: 90, active: true },
    });
  });

  await test.step("another server is not given the values of headers: the form asks for them", async () => {
    await page.getByRole("button", { name: "Change" }).click();
    const dialog = page.getByRole("dialog", { name: "Change the webhook" });
    const field = dialog.getByRole("textbox", { name: "URL" });
    await field.fill("https://other.example/in");
    await expect(field).toHaveAccessibleDescription(/Another server/);
    await dialog.getByRole("button", { name: "Save" }).click();
    const value = dialog.getByLabel("Value of header 1");
    await expect(value).toBeFocused();
    await expect(value).toHaveAccessibleDescription(/Write its value anew/);
    await page.screenshot({ path: test.info().outputPath("elsewhere.png") });
    await expectAccessible(page, "a webhook that moves");
    await page.keyboard.press("Escape");
  });

  await test.step("in a narrow window its whole URL is read", async () => {
    const size = page.viewportSize() ?? { width: 1440, height: 900 };
    await page.setViewportSize({ width: 390, height: 844 });
    // The heading wraps, and what is too long even for its lines stands among the settings.
    await expect(page.getByRole("heading", { level: 1, name: url })).toBeInViewport({ ratio: 1 });
    const whole = page.getByRole("definition").filter({ hasText: url });
    await expect(whole).toBeInViewport({ ratio: 1 });
    await expect
      .poll(() =>
        whole.evaluate((one) => one.scrollWidth <= one.clientWidth && one.scrollHeight <= one.clientHeight),
      )
      .toBe(true);
    await page.screenshot({ path: test.info().outputPath("narrow.png") });
    await page.setViewportSize(size);
  });

  await test.step("an event that a workflow refused is marked, and says why", async () => {
    const amount = { key: "amount", from: "body", path: "amount", type: "number", required: true } as const;
    const made = await api.workflows.create({
      document: {
        ...{ format: 1, name: "Books orders", mode: "async" },
        trigger: { type: "event", config: { types: ["order.*"], variables: [amount] } },
        ...{ nodes: {}, edges: [] },
      },
    });
    await api.workflows.publish({ id: made.id });
    await api.events.publish({ event: "order.paid", data: { amount: "twelve" }, id: "shop/order-1" });
    await page.getByRole("link", { name: "Webhooks out" }).first().click();
    await page.getByRole("link", { name: "Events", exact: true }).click();
    const row = page.getByRole("row").filter({ hasText: "order.paid" });
    await expect(row.getByText("refused by 1 workflow")).toBeVisible({ timeout: 20_000 });
    await page.screenshot({ path: test.info().outputPath("events.png") });
    await row.getByRole("button", { name: "order.paid" }).click();
    const dialog = page.getByRole("dialog", { name: "Event" });
    await expect(dialog.getByRole("link", { name: "Books orders" })).toBeVisible();
    await expect(dialog.getByText(/amount.*number/)).toBeVisible();
    await expect(dialog.getByText("Arrived")).toBeVisible({ timeout: 20_000 });
    // Its id has a slash, and the page is there all the same when it is loaded anew.
    await page.reload();
    await expect(dialog.getByText("shop/order-1")).toBeVisible();
    await page.screenshot({ path: test.info().outputPath("event.png") });
    await dialog.getByRole("button", { name: "order.paid" }).click();
    await expect(dialog.getByText("taken")).toBeVisible();
  });
});
