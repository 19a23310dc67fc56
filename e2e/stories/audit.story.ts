import { readFileSync } from "node:fs";
import { expectAccessibleInBothThemes } from "../fixtures/accessible.ts";
import { type MailSink, startMailSink } from "../fixtures/mail-sink.ts";
import { owner, SluiceServer } from "../fixtures/server.ts";
import { expect, signIn, test } from "../fixtures/story.ts";

const user = { name: "sluice", password: "canary-mail-5c11" };
let mail: MailSink;
let server: SluiceServer;
test.beforeAll(async () => {
  mail = await startMailSink(user);
  server = await SluiceServer.start({
    environment: {
      SLUICE_MAIL_URL: `smtp://${user.name}:${user.password}@127.0.0.1:${mail.port}?security=none`,
      SLUICE_MAIL_FROM: "sluice@shop.example",
    },
  });
});
test.afterAll(async () => {
  await server.stop();
  await mail.close();
});

test("an operator sees how the instance was started, changes what may be changed, and who did what", async ({
  page,
}, info) => {
  await signIn(page, server.base);
  await page.getByRole("link", { name: "Settings" }).click();

  await test.step("the configuration, and a test mail", async () => {
    const panel = page.getByRole("region", { name: "This instance" });
    await expect(panel).toContainText("Not set: this is where the server listens");
    await panel.getByRole("button", { name: "Send a test mail to me" }).click();
    await expect(panel.getByText(`Sent to ${owner.email}`)).toBeVisible();
    expect(mail.received.join()).toContain("Subject: Sluice: a test");
    await panel.getByText("All settings").click();
    const row = panel.getByRole("row", { name: /SLUICE_MAIL_URL/ });
    await expect(row).toContainText("smtp://sluice:***@127.0.0.1");
    expect(await page.content()).not.toContain(user.password);
    await expectAccessibleInBothThemes(page, "the settings");
    await panel.screenshot({ path: info.outputPath("instance.png") });
  });

  await test.step("settings are kept", async () => {
    await page.getByLabel("Keep the audit log for (days)").fill("90");
    await page
      .getByRole("region", { name: "Errors and records" })
      .getByRole("button", { name: "Save" })
      .click();
    await expect(page.getByText("Saved").first()).toBeVisible();
    const defaults = page.getByRole("region", { name: "Defaults" });
    await defaults.getByRole("combobox", { name: "Format of webhooks out" }).click();
    await page.getByRole("option", { name: "Alforis" }).click();
    await defaults.getByRole("button", { name: "Save" }).click();
    await expect(defaults.getByRole("button", { name: "Save" })).toBeDisabled();
    expect(await server.client().settings.get()).toMatchObject({ auditDays: 90, webhookFormat: "alforis" });
  });

  await test.step("who did what", async () => {
    await page.getByRole("link", { name: "Audit" }).click();
    const row = page.getByRole("row", { name: /changed: format of webhooks out/ });
    await expect(row).toContainText("changed the settings");
    await expect(row).toContainText(owner.email);
    await expect(page.getByRole("row", { name: /signed in/ })).toContainText("Done");
    await page.screenshot({ path: info.outputPath("audit.png") });
    await page.getByRole("combobox", { name: "What" }).click();
    await page.getByRole("option", { name: "Signing in and out" }).click();
    await expect(page).toHaveURL(/act=session/);
    await expect(page.getByRole("row", { name: /changed the settings/ })).toBeHidden();
    await expect(page.getByRole("row", { name: /signed in/ })).toBeVisible();
    await page.getByRole("button", { name: "Export" }).click();
    const downloading = page.waitForEvent("download");
    await page.getByRole("menuitem", { name: "CSV" }).click();
    const csv = readFileSync(await (await downloading).path(), "utf8");
    expect(csv).toMatch(/^id,at,actor_kind[^\n]*\n[^\n]*session\.create/);
  });
});
