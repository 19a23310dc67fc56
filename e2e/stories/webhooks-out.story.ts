import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Webhook } from "standardwebhooks";
import { expectAccessible } from "../fixtures/accessible.ts";
import { SluiceServer } from "../fixtures/server.ts";
import { expect, signIn, test } from "../fixtures/story.ts";

let status = 200;
const received: { headers: Record<string, string>; body: string }[] = [];
const receiver = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    received.push({
      headers: request.headers as Record<string, string>,
      body: Buffer.concat(chunks).toString(),
    });
    response.writeHead(status).end(status === 200 ? "taken" : "nobody here");
  });
});
let sluice: SluiceServer;
test.beforeAll(async () => {
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  sluice = await SluiceServer.start({ environment: { SLUICE_ALLOW_NETWORKS: "127.0.0.1" } });
});
test.afterAll(async () => {
  await sluice.stop();
  receiver.closeAllConnections();
  await new Promise((resolve) => receiver.close(resolve));
});

test("a URL is subscribed, tested, sent an event, disabled, and catches up", async ({ page }) => {
  test.slow();
  await signIn(page, sluice.base);
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
  let secret = "";

  await test.step("made by keyboard alone, its secret shown once", async () => {
    await page.getByRole("link", { name: "Webhooks out" }).press("Enter");
    await page.getByRole("button", { name: "New webhook" }).press("Enter");
    const dialog = page.getByRole("dialog", { name: "New webhook" });
    await dialog.getByRole("textbox", { name: "URL" }).pressSequentially(url);
    await page.keyboard.press("Tab");
    await page.keyboard.type("order.*,");
    await page.keyboard.press("Escape");
    await expect(dialog.getByText("order.*", { exact: true })).toBeVisible();
    await dialog.getByRole("button", { name: "Create the webhook" }).press("Enter");
    secret = (await page.getByTestId("new-secret").textContent()) ?? "";
    expect(secret).toMatch(/^whsec_/);
    await page.getByRole("button", { name: "Done" }).press("Enter");
    await page.getByRole("link", { name: url }).press("Enter");
    await expect(page.getByRole("heading", { level: 1, name: url })).toBeVisible();
    expect(await page.content()).not.toContain(secret);
  });

  await test.step("what the form or the server refuses is in sight, however far it is scrolled", async () => {
    const size = page.viewportSize() ?? { width: 1440, height: 900 };
    await page.setViewportSize({ ...size, height: 520 });
    await page.getByRole("button", { name: "Change" }).click();
    const dialog = page.getByRole("dialog", { name: "Change the webhook" });
    await dialog.getByText("More settings").click();
    await dialog.getByRole("button", { name: "Add a header" }).click();
    const value = dialog.getByLabel("Value of header 1");
    await dialog.getByLabel("Name of header 1").fill("webhook-id");
    await dialog.getByText("More settings").click();
    const save = dialog.getByRole("button", { name: "Save" });
    await save.click();
    await expect(value).toBeFocused();
    await expect(value).toBeInViewport();
    await expect(value).toHaveAccessibleDescription("Write its value, or remove it.");
    await value.fill("7");
    await save.click();
    await expect(dialog.getByLabel("Name of header 1")).toBeFocused();
    await expect(dialog.getByLabel("Name of header 1")).toBeInViewport({ ratio: 1 });
    await expect(dialog.getByRole("alert")).toBeInViewport({ ratio: 1 });
    await page.screenshot({ path: test.info().outputPath("refused.png") });
    await expectAccessible(page, "a refused webhook");
    await page.keyboard.press("Escape");
    await page.setViewportSize(size);
  });

  await test.step("tested", async () => {
    await page.getByRole("button", { name: "Send a test" }).click();
    await expect(page.getByRole("status").getByText("It works")).toBeVisible();
  });

  await test.step("an event arrives, signed", async () => {
    const api = sluice.client();
    await api.events.publish({ event: "order.paid", data: { id: 7 } });
    await expect.poll(() => received.length).toBe(2);
    const message = received[1];
    expect(new Webhook(secret).verify(message?.body ?? "", message?.headers ?? {})).toMatchObject({
      ...{ type: "order.paid", data: { id: 7 } },
    });
    await expect(page.getByRole("button", { name: "order.paid" })).toBeVisible({ timeout: 10_000 });
    await page.screenshot({ path: test.info().outputPath("webhook.png"), fullPage: true });
  });

  await test.step("410 disables it, one click sends what was missed", async () => {
    status = 410;
    const api = sluice.client();
    await api.events.publish({ event: "order.paid", data: { id: 8 } });
    await expect(page.getByText("Nothing is sent")).toBeVisible({ timeout: 15_000 });
    await page.screenshot({ path: test.info().outputPath("disabled.png"), fullPage: true });
    status = 200;
    await page.getByRole("button", { name: "Switch it on and send what was missed" }).click();
    await expect(page.getByText("Nothing is sent")).toBeHidden();
    await expect.poll(() => received.map(({ body }) => body).join()).toContain('"id":8');
    await expect.poll(() => received.length).toBe(4);
  });

  await test.step("a message is sent again from the log", async () => {
    await page.getByRole("button", { name: "order.paid" }).last().click();
    const dialog = page.getByRole("dialog", { name: "Details of the attempt" });
    await expect(dialog.getByText("taken")).toBeVisible();
    await page.screenshot({ path: test.info().outputPath("attempt.png") });
    await dialog.getByRole("button", { name: "Send again" }).click();
    await expect.poll(() => received.length).toBe(5);
    expect(received[4]?.headers["webhook-id"]).toBe(received[1]?.headers["webhook-id"]);
  });
});
