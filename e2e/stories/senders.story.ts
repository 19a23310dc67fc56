import type { Locator, Page } from "@playwright/test";
import { expectAccessible } from "../fixtures/accessible.ts";
import { EditorPage } from "../fixtures/editor-page.ts";
import { providers, twilioUrl } from "../fixtures/signatures.ts";
import { expect, test } from "../fixtures/story.ts";

const good = '{"order": 1042}';
const post = (url: string, headers: Readonly<Record<string, string>>, body = good) =>
  fetch(url, { method: "POST", headers: { "content-type": "application/json", ...headers }, body });

function whoMayCall(page: Page): Locator {
  return page.getByRole("region", { name: "Who may call" });
}

async function addMethod(page: Page, choice: string): Promise<Locator> {
  await whoMayCall(page).getByRole("button", { name: "Add a method" }).click();
  await page.getByRole("menuitem", { name: choice, exact: true }).click();
  return whoMayCall(page).getByRole("listitem").last();
}

const hasFocus = (element: Locator) => element.evaluate((one) => one === document.activeElement);

test("each provider is set up by mouse, and one changed byte is refused with its reason", async ({
  signedIn: page,
  api,
  server,
}) => {
  // Twelve cards are filled in; alone on a machine that takes some twenty seconds.
  test.slow();
  const editor = new EditorPage(page);
  const id = await editor.create("From everybody", "Asynchronous");
  await editor.select("Webhook");
  for (const { choice, secret, method } of providers) {
    const card = await addMethod(page, choice);
    if (choice === "Twilio") await card.getByLabel("URL as the sender knows it").fill(twilioUrl);
    if (choice === "A scheme of your own") {
      await card.getByLabel("Header of the signature").fill(method);
      await card.getByLabel("Stands before it").fill("s1=");
      await card.getByLabel("Algorithm").selectOption("HMAC-SHA512");
      await card.getByLabel("Written as").selectOption("base64");
      await card.getByLabel("It carries a time").click();
      await card.getByLabel("Header of the time").fill("x-shop-time");
      await card.getByLabel("The secret is").selectOption("hex");
      await card.getByLabel("What is signed", { exact: true }).fill("{timestamp}|{body}");
      await expect(card.getByRole("figure")).toContainText("1760000000|");
      await expect(card.getByRole("figure")).toContainText(
        "x-shop-signature: s1=<base64 of the HMAC-SHA512>",
      );
    }
    const field = card.getByLabel("Secret", { exact: true });
    await field.fill(secret);
    await field.press("Enter");
    await expect(card.getByText(/^(Being saved|Set, and never shown again)$/)).toBeVisible();
    await card.getByRole("button", { expanded: true }).click();
  }
  await editor.publish();
  const { hookUrl } = await api.workflows.get({ id });

  const refused: string[] = [];
  for (const { sign, secret, method, query } of providers) {
    const seconds = Math.floor(Date.now() / 1000);
    const url = hookUrl + (query?.(good) ?? "");
    const headers = sign({ secret, body: good, seconds });
    const accepted = await post(url, headers);
    expect(accepted.status, method).toBe(200);
    const delivery = await api.deliveries.get({ id: accepted.headers.get("sluice-delivery-id") ?? "" });
    expect(delivery.authMethod).toBe(method);

    const changed = method === "gitlab-token" ? sign({ secret, body: "changed", seconds }) : headers;
    const answer = await post(url, changed, '{"order": 1043}');
    expect(answer.status, method).toBe(401);
    refused.push(answer.headers.get("sluice-delivery-id") ?? "");
  }

  await page.goto(`${server.base}/deliveries?workflowId=${id}&verdict=refused`);
  await expect(page.getByText("made with another secret")).toHaveCount(providers.length - 2);
  await expect(page.getByText("The password, key or token is wrong.")).toHaveCount(1);
  await expect(page.getByText("whose hash stands in the URL")).toHaveCount(1);

  await test.step("the debugger shows the stage that failed and what would have been right", async () => {
    const github = providers.findIndex(({ method }) => method === "github");
    await page.goto(`${server.base}/deliveries/${refused[github]}`);
    await expect(page.getByText("The method that came nearest: github.")).toBeVisible();
    await page.getByRole("button", { name: "Check the signature" }).click();
    const drawer = page.getByRole("dialog", { name: "Check a signature" });
    await drawer.getByRole("button", { name: "Check", exact: true }).click();
    const result = drawer.getByRole("region", { name: "GitHub" });
    await expect(result.getByText("The signature is of another body")).toBeVisible();
    await expect(result.getByText("What would have been right")).toBeVisible();
    await expect(result.locator("pre")).toHaveText('{"order": 1043}');
    await page.screenshot({ path: test.info().outputPath("senders-debugger.png") });
    await expectAccessible(page, "the signature debugger");
    // Another secret is typed: nothing stored counts any more.
    await drawer.getByText("A secret that I type").click();
    await drawer.getByLabel("Secret", { exact: true }).fill("no secret of anybody");
    await drawer.getByRole("button", { name: "Check", exact: true }).click();
    await expect(result.getByText("1 of 1 secret can be used.")).toBeVisible();
  });
});

test("an API key is added, made and copied by keyboard alone, and revoked", async ({
  signedIn: page,
  api,
}) => {
  const editor = new EditorPage(page);
  const id = await editor.create("Keys", "Asynchronous");
  await editor.select("Webhook");
  const section = whoMayCall(page);
  await section.getByRole("button", { name: "Add a method" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("menuitem", { name: "API key" })).toBeVisible();
  const wanted = page.getByRole("menuitem", { name: "API key" });
  for (let stop = 0; stop < 4 && !(await hasFocus(wanted)); stop++) await page.keyboard.press("ArrowDown");
  await expect(wanted).toBeFocused();
  await page.keyboard.press("Enter");
  const card = section.getByRole("listitem", { name: "API key" });
  // The caret is in the card at once; the key is a few stops behind.
  await expect(card.locator(":focus")).toHaveCount(1);
  const make = card.getByRole("button", { name: "Make a strong one" });
  for (let stop = 0; stop < 8 && !(await hasFocus(make)); stop++) await page.keyboard.press("Tab");
  await expect(make).toBeFocused();
  await page.keyboard.press("Enter");
  const shown = card.locator("code:focus");
  const key = (await shown.textContent()) ?? "";
  expect(key).toMatch(/^[\w-]{43}$/);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(card.getByText("Set, and never shown again")).toBeVisible();
  await editor.publish();
  const { hookUrl } = await api.workflows.get({ id });
  expect((await post(hookUrl, { "x-api-key": key })).status).toBe(200);
  expect((await post(hookUrl, { "x-api-key": `${key}x` })).status).toBe(401);
  expect((await post(hookUrl, {})).status).toBe(401);
  expect(JSON.stringify(await api.workflows.get({ id }))).not.toContain(key);

  await section.getByRole("button", { name: "Revoke API key" }).focus();
  await page.keyboard.press("Enter");
  await expect(section.getByText(/^Everybody who knows the URL/)).toBeVisible();
  await expect(section.getByRole("button", { name: "Add a method" })).toBeFocused();
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`who may call is axe-clean in ${colorScheme}`, async ({ signedIn: page, api, server }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const value = (text: string) => ({ secret: { value: text } });
    const scheme = {
      header: "x-sig",
      algorithm: "sha256",
      encoding: "hex",
      signed: "{timestamp}.{body}",
    } as const;
    const made = await api.workflows.create({
      document: {
        ...{ format: 1, name: `Callers in ${colorScheme}`, mode: "async", nodes: {}, edges: [] },
        trigger: {
          type: "webhook",
          config: {
            auth: {
              any: [
                { type: "apiKey", name: "The shop", in: "header", parameter: "x-api-key", key: value("k") },
                { type: "jwt", algorithms: ["RS256"], jwksUrl: "https://login.example/jwks.json" },
                {
                  ...{ type: "signature", preset: "github" },
                  secrets: [{ value: value("old"), note: "until March" }, { value: value("new") }],
                },
                { type: "signature", preset: "custom", scheme, secrets: [{ value: {} }] },
              ],
            },
            handshakes: [{ type: "slack" }, { type: "meta", verifyToken: value("v") }],
          },
        },
      },
    });
    const editor = new EditorPage(page);
    await page.setViewportSize({ width: 1440, height: 2400 });
    await editor.open(server.base, made.id);
    await editor.select("Webhook");
    const section = whoMayCall(page);
    await section.getByRole("button", { name: "Add a method" }).click();
    await expect(page.getByRole("menuitem", { name: "Paddle" })).toBeVisible();
    await expectAccessible(page, "the menu of methods");
    await page.screenshot({ path: test.info().outputPath(`senders-menu-${colorScheme}.png`) });
    await page.keyboard.press("Escape");
    for (const card of await section.getByRole("listitem").all()) {
      await card.getByRole("button", { expanded: false }).click();
    }
    await expectAccessible(page, "who may call");
    await section.screenshot({ path: test.info().outputPath(`senders-${colorScheme}.png`) });
    if (colorScheme === "dark") return;
    await page.evaluate(() => localStorage.setItem("sluice-language", "fr"));
    await page.reload();
    const french = page.getByRole("region", { name: "Qui peut appeler" });
    await page
      .getByRole("application")
      .getByRole("group", { name: /^Webhook/ })
      .click();
    for (const card of await french.getByRole("listitem").all()) {
      await card.getByRole("button", { expanded: false }).click();
    }
    await french.screenshot({ path: test.info().outputPath("senders-french.png") });
    await page.evaluate(() => localStorage.setItem("sluice-language", "en"));
  });
}
