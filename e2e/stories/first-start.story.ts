import { expectAccessibleInBothThemes } from "../fixtures/accessible.ts";
import { SluiceServer } from "../fixtures/server.ts";
import { expect, test } from "../fixtures/story.ts";

test("a first start prints a setup link that makes the owner, once, who then signs in", async ({ page }) => {
  const server = await SluiceServer.start({ withOwner: false });
  try {
    await expect.poll(() => server.log).toMatch(/http:\/\/\S+\/setup\?token=\S+/);
    const link = server.log.match(/http:\/\/\S+\/setup\?token=\S+/)?.[0] ?? "";
    await page.goto(link);
    await page.getByLabel("Email").fill("alone@example.com");
    await expectAccessibleInBothThemes(page, "the setup");
    await page.getByLabel("Password", { exact: true }).fill("too short");
    await page.getByRole("button", { name: /create|make/i }).click();
    await expect(page.getByText(/10 characters/i).first()).toBeVisible();
    await page.getByLabel("Password", { exact: true }).fill("a long enough password");
    await page.getByRole("button", { name: /create|make/i }).click();
    await page.waitForURL(/\/workflows$/);
    await expect(page.getByRole("heading", { name: "Draw your first workflow" })).toBeVisible();

    await page.context().clearCookies();
    await page.goto(`${server.base}/home`);
    await expect(page).toHaveURL(/\/sign-in/);
    await page.getByLabel("Email").fill("alone@example.com");
    await page.getByLabel("Password", { exact: true }).fill("another password of hers");
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(page.getByRole("alert")).toBeVisible();
    await page.getByLabel("Password", { exact: true }).fill("a long enough password");
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(page.getByRole("navigation", { name: "Main" })).toBeVisible();

    const again = await fetch(`${server.base}/api/v1/setup`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        token: new URL(link).searchParams.get("token"),
        email: "b@example.com",
        password: "another long one",
      }),
    });
    expect(again.status).toBeGreaterThanOrEqual(400);
    expect(again.headers.get("content-type")).toContain("application/problem+json");
  } finally {
    await server.stop();
  }
});
