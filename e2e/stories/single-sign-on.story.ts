import { OidcProvider } from "../fixtures/oidc-provider.ts";
import { SluiceServer } from "../fixtures/server.ts";
import { expect, test } from "../fixtures/story.ts";

test("somebody comes in by single sign-on once they are invited, and is told why not before", async ({
  page,
}, info) => {
  test.slow();
  const provider = await OidcProvider.start();
  const server = await SluiceServer.start({
    environment: {
      SLUICE_OIDC_ISSUER: provider.issuer,
      SLUICE_OIDC_CLIENT_ID: provider.clientId,
      SLUICE_OIDC_CLIENT_SECRET: provider.clientSecret,
    },
  });
  try {
    provider.serve(`${server.base}/oidc/callback`);
    provider.email = "olga@example.com";
    await page.goto(`${server.base}/deliveries`);
    await page.getByRole("link", { name: "Sign in with single sign-on" }).click();
    await expect(page.getByRole("alert")).toContainText("You are not invited yet");
    await info.attach("sign-in", { body: await page.screenshot(), contentType: "image/png" });

    await test.step("without a mail server the page for lost passwords says who helps", async () => {
      await page.getByRole("link", { name: "Forgot password?" }).click();
      await expect(page.getByText("This installation sends no mail")).toBeVisible();
      await page.getByRole("link", { name: "Back to sign-in" }).click();
    });

    await server.client().invitations.create({ email: "olga@example.com", role: "operator" });
    await page.goto(`${server.base}/deliveries`);
    await page.getByRole("link", { name: "Sign in with single sign-on" }).click();
    await expect(page).toHaveURL(`${server.base}/deliveries`);
    await page.goto(`${server.base}/account`);
    const account = page.getByRole("region", { name: "Account", exact: true });
    await expect(account).toContainText("olga@example.com");
    await expect(account).toContainText("Operator");
    await expect(page.getByText("You come in by single sign-on.")).toBeVisible();
  } finally {
    await server.stop();
    await provider.stop();
  }
});
