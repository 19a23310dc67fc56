import { paymentDocument } from "@sluice/workflow/testing";
import { expectAccessibleInBothThemes } from "../fixtures/accessible.ts";
import { expect, test } from "../fixtures/story.ts";

test("an owner invites somebody, who comes in, looks, and may not change a workflow", async ({
  signedIn: page,
  api,
  server,
  browser,
}, info) => {
  test.slow();
  const made = await api.workflows.create({ document: { ...paymentDocument(), name: "Only looked at" } });
  await page.getByRole("link", { name: "People" }).click();
  await page.getByRole("button", { name: "Invite somebody" }).click();
  const invite = page.getByRole("dialog", { name: "Invite somebody" });
  await invite.getByLabel("Email address").fill("vera@example.com");
  await invite.getByRole("combobox", { name: "Role" }).click();
  await page.getByRole("option", { name: /^Viewer/ }).click();
  await invite.getByRole("button", { name: "Invite", exact: true }).click();
  const link = (await page.getByTestId("person-link").textContent()) ?? "";
  expect(link).toMatch(/\/invitation\?token=[\w-]{43}$/);
  await page.getByRole("button", { name: "Done" }).click();
  await expect(page.getByRole("region", { name: "Invitations" })).toContainText("vera@example.com");
  await info.attach("people", { body: await page.screenshot(), contentType: "image/png" });

  const hers = await (await browser.newContext({ locale: "en-GB" })).newPage();
  await test.step("she accepts, and is told what she may not do", async () => {
    await hers.goto(link);
    await expect(hers.getByText("vera@example.com becomes viewer")).toBeVisible();
    await hers.getByLabel("Password", { exact: true }).fill("a long enough password");
    await hers.getByRole("button", { name: "Make the account" }).click();
    await expect(hers.getByRole("heading", { level: 1, name: "Workflows" })).toBeVisible();
    await expect(hers.getByRole("button", { name: "New workflow" })).toHaveCount(0);
    await expect(hers.getByRole("link", { name: "People" })).toHaveCount(0);
    await hers.getByRole("link", { name: made.name }).click();
    await expect(hers.getByText("your role is viewer")).toBeVisible();
    await hers
      .getByRole("application")
      .getByRole("group", { name: /^Big\?/ })
      .click();
    await expect(hers.getByLabel("Name", { exact: true })).toBeDisabled();
    await expect(hers.getByRole("button", { name: "Publish" })).toHaveCount(0);
    await hers.keyboard.press("Delete");
    await expect(hers.getByRole("application").getByRole("group", { name: /^Big\?/ })).toBeVisible();
    await expectAccessibleInBothThemes(hers, "a drawing that may only be looked at");
    await info.attach("read-only", { body: await hers.screenshot(), contentType: "image/png" });
    await hers.goto(`${server.base}/account`);
    await expect(hers.getByRole("region", { name: "Sessions" })).toContainText("Chrome");
    await info.attach("account", {
      body: await hers.screenshot({ fullPage: true }),
      contentType: "image/png",
    });
  });

  await test.step("what she may changes under her hands, and ends when she is disabled", async () => {
    await page.reload();
    await page.getByRole("combobox", { name: "Role of vera@example.com" }).click();
    await page.getByRole("option", { name: /^Editor/ }).click();
    await expect(page.getByText("vera@example.com is now editor")).toBeVisible();
    await hers.goto(`${server.base}/workflows/${made.id}`);
    await expect(hers.getByRole("button", { name: "Publish" })).toBeVisible();
    await page.getByRole("button", { name: "Actions for vera@example.com" }).click();
    await page.getByRole("menuitem", { name: "Disable" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Disable" }).click();
    await expect(page.getByText("Disabled", { exact: true })).toBeVisible();
    await expect(hers).toHaveURL(/\/sign-in/);
    await hers.getByLabel("Email").fill("vera@example.com");
    await hers.getByLabel("Password", { exact: true }).fill("a long enough password");
    await hers.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(hers.getByRole("alert")).toContainText("This account is disabled");
  });
});
