import { EditorPage } from "../fixtures/editor-page.ts";
import { SluiceServer } from "../fixtures/server.ts";
import { expect, signIn, test } from "../fixtures/story.ts";

test("the whole editor speaks French when it is asked to", async ({ page }) => {
  // A server of its own: the language stays with the account, which other stories share.
  const server = await SluiceServer.start();
  await signIn(page, server.base);
  const editor = new EditorPage(page);
  await editor.create("Rappel de paiement", "Synchronous");
  await editor.saved();
  await page.goto(`${server.base}/account`);
  await page.getByText("Français", { exact: true }).click();
  await expect(page.locator("html")).toHaveAttribute("lang", "fr");
  await expect(page.getByRole("heading", { level: 1, name: "Mon compte" })).toBeVisible();

  await test.step("it stays French after a reload", async () => {
    await page.reload();
    await expect(page.getByRole("heading", { level: 1, name: "Mon compte" })).toBeVisible();
  });

  await test.step("the drawing and its problems are French", async () => {
    await page.getByRole("link", { name: "Workflows", exact: true }).click();
    await page.getByRole("link", { name: "Rappel de paiement" }).first().click();
    await expect(page.getByRole("application")).toBeVisible();
    await page
      .getByRole("application")
      .getByRole("group", { name: /^Webhook/ })
      .click();
    await expect(page.getByText(/L’expéditeur peut rester sans réponse/).first()).toBeVisible();
    await expect(page.getByRole("option", { name: /^Condition/ })).toContainText(/règles/);
    await expect(page.getByRole("button", { name: "Publier" })).toBeVisible();
  });
  await server.stop();
});
