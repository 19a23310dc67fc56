import { expectAccessible, switchTheme } from "../fixtures/accessible.ts";
import { type OAuthProvider, startOAuthProvider } from "../fixtures/oauth-provider.ts";
import { SluiceServer } from "../fixtures/server.ts";
import { expect, signIn, test } from "../fixtures/story.ts";

const client = { id: "sluice", secret: "canary-oauth-secret" };
let provider: OAuthProvider;
let open: SluiceServer;
test.beforeAll(async () => {
  provider = await startOAuthProvider(client);
  open = await SluiceServer.start({ environment: { SLUICE_ALLOW_NETWORKS: "127.0.0.1" } });
});
test.afterAll(async () => {
  await open.stop();
  await provider.close();
});

test("a person lets Sluice in at a provider, is refused, and connects again", async ({ page, context }) => {
  await signIn(page, open.base);
  const dialog = page.getByRole("dialog");

  await test.step("made, and to be connected next", async () => {
    await page.getByRole("link", { name: "Credentials" }).click();
    await page.getByRole("button", { name: "New credential" }).first().click();
    await dialog.getByLabel("Name", { exact: true }).fill("Stock");
    await dialog.getByRole("combobox", { name: "Type" }).click();
    await page.getByRole("option", { name: "OAuth 2.0" }).click();
    await expect(dialog.getByText(`${open.base}/api/v1/oauth/callback`)).toBeVisible();
    await dialog.getByLabel("Authorization URL").fill(`${provider.url}/authorize`);
    await dialog.getByLabel("Token URL").fill(`${provider.url}/token`);
    await dialog.getByLabel("Account URL").fill(`${provider.url}/account`);
    await dialog.getByLabel("Client ID").fill(client.id);
    await dialog.getByLabel("Client secret").fill(client.secret);
    await page.keyboard.press("Tab");
    await expectAccessible(page, "the form of an OAuth credential");
    await dialog.getByRole("button", { name: "Create the credential" }).click();
    await expect(dialog.getByRole("status")).toHaveText("Not connected");
  });

  const letIn = async (choice: "Allow" | "Deny", button: string) => {
    const [tab] = await Promise.all([
      context.waitForEvent("page"),
      dialog.getByRole("button", { name: button, exact: true }).click(),
    ]);
    await tab.getByRole("link", { name: choice }).click();
    return tab;
  };

  await test.step("refused: the provider's words", async () => {
    const tab = await letIn("Deny", "Connect");
    await expect(tab.getByRole("alert")).toContainText("“Stock” was not connected");
    await expect(tab.getByRole("alert")).toContainText("The owner of this shop said no");
    await tab.close();
    await expect(dialog.getByText("The owner of this shop said no")).toBeVisible();
  });

  await test.step("let in: who it is, in the other tab and in this one", async () => {
    const tab = await letIn("Allow", "Connect");
    await expect(tab.getByRole("status").filter({ hasText: "“Stock” is connected" })).toBeVisible();
    await expect(tab).toHaveURL(/\/credentials\?connect=connected/);
    await expectAccessible(tab, "who has come back from a provider");
    await tab.screenshot({ path: test.info().outputPath("connected.png") });
    await tab.close();
    await expect(dialog.getByRole("status")).toContainText("Connected");
    await expect(dialog.getByRole("status")).toContainText("as ada@shop.example");
    await expectAccessible(page, "a connected credential");
    await page.screenshot({ path: test.info().outputPath("dialog.png") });
    await switchTheme(page, "dark");
    await expectAccessible(page, "a connected credential in dark");
    await page.keyboard.press("Escape");
    const row = page.getByRole("row", { name: /Stock/ });
    await expect(row).toContainText("as ada@shop.example");
    await page.screenshot({ path: test.info().outputPath("list.png") });
  });

  await test.step("it works, and nothing that is secret is on the screen", async () => {
    await page.getByRole("button", { name: "Test “Stock”" }).click();
    await dialog.getByLabel("URL").fill(`${provider.url}/stock`);
    await dialog.getByRole("button", { name: "Send" }).click();
    await expect(dialog.getByText("It works")).toBeVisible();
    const shown = await page.content();
    for (const secret of [client.secret, ...provider.good]) expect(shown).not.toContain(secret);
  });
});
