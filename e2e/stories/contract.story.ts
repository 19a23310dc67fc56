import { expectAccessible, switchTheme } from "../fixtures/accessible.ts";
import { EditorPage } from "../fixtures/editor-page.ts";
import { expect, test } from "../fixtures/story.ts";

const json = { "content-type": "application/json" };
const post = (url: string, body: unknown) =>
  fetch(url, { method: "POST", headers: json, body: JSON.stringify(body), redirect: "manual" });

test("a builder makes a contract from the example, shows it to senders, and takes over what they send anew", async ({
  signedIn: page,
  browser,
}) => {
  test.slow();
  const editor = new EditorPage(page);
  await editor.create("Orders", "Asynchronous");
  await editor.pasteBody('{"id":"A-1","rows":[{"sku":"x","qty":2}]}');
  const contract = editor.settings.getByRole("region", { name: "Contract" });

  await contract.getByRole("button", { name: "Make a schema from the example" }).click();
  const schema = contract.getByRole("textbox", { name: "JSON Schema of the body" });
  await expect(schema).toHaveValue(/"required"/);
  await expect(contract.getByText("The example meets it.")).toBeVisible();
  await schema.fill('{"type":"object","required":["id","rows"],"properties":{"id":{"pattern":"(?=A)"}}}');
  await expect(contract.getByText(/the pattern .* is not taken/)).toBeVisible();
  await schema.fill('{"type":"object","required":["id","rows"],"properties":{"id":{"pattern":"^B-"}}}');
  await expect(contract.getByText("expected text with the pattern ^B-, got other text")).toBeVisible();
  await schema.fill('{"type":"object","required":["id","rows"],"properties":{"id":{"pattern":"^A-"}}}');
  await expect(contract.getByText("The example meets it.")).toBeVisible();

  const docs = editor.settings.getByRole("region", { name: "Documentation page" });
  await docs.getByRole("switch", { name: "Public" }).check();
  await docs.getByRole("textbox", { name: "Description" }).fill("Send each order once.");
  await docs.getByRole("button", { name: "Preview" }).click();
  const dialog = page.getByRole("dialog", { name: "Preview" });
  const frame = dialog.frameLocator("iframe");
  await expect(frame.getByRole("heading", { level: 1, name: "Orders: how to send" })).toBeVisible();
  await page.keyboard.press("Escape");

  await editor.settings.getByText("Redirect", { exact: true }).click();
  await editor.type("Location", "https://shop.example/thanks?id={{ trigger.id }}");
  await expect(editor.settings.getByText("https://shop.example/thanks?id=A-1").first()).toBeVisible();
  await editor.publish();

  const url = await editor.hookUrl();
  const refused = await post(url, { id: "B-1" });
  expect(refused.status).toBe(422);
  expect(await refused.json()).toMatchObject({
    violations: [
      { path: "rows", got: "missing" },
      { path: "id", got: "other text" },
    ],
  });
  const taken = await post(url, { id: "A/2", rows: [], note: "hello", gift: true });
  expect(taken.status).toBe(422);
  const good = await post(url, { id: "A-2", rows: [], note: "hello", gift: true });
  expect([good.status, good.headers.get("location")]).toEqual([302, "https://shop.example/thanks?id=A-2"]);

  // A sender, who has no account here.
  const sender = await (await browser.newContext({ locale: "fr-FR", colorScheme: "dark" })).newPage();
  await sender.goto(`${url}/docs`);
  await expect(sender.getByRole("heading", { level: 1 })).toHaveText("Orders\u00a0: comment envoyer");
  await expect(sender.getByText("Send each order once.")).toBeVisible();
  await sender.screenshot({ path: test.info().outputPath("docs-fr-dark.png"), fullPage: true });
  await sender.context().close();

  await page.reload();
  await editor.select("Webhook");
  const drift = contract.getByRole("list", { name: "Real requests differ" });
  await expect(drift.getByRole("listitem")).toHaveCount(2);
  await page.screenshot({ path: test.info().outputPath("drift.png") });
  for (const colorScheme of ["light", "dark"] as const) {
    await switchTheme(page, colorScheme);
    await contract.scrollIntoViewIfNeeded();
    await expectAccessible(page, `the contract in ${colorScheme}`);
    await contract.screenshot({ path: test.info().outputPath(`contract-${colorScheme}.png`) });
    await docs.screenshot({ path: test.info().outputPath(`docs-${colorScheme}.png`) });
  }
  await contract.getByRole("button", { name: "Take over note into the variables" }).click();
  await expect(drift.getByRole("listitem")).toHaveCount(1);
  await expect(
    editor.settings.getByRole("region", { name: "Variables" }).getByText("note").first(),
  ).toBeVisible();
  await contract.getByRole("button", { name: "Forget these" }).click();
  await expect(drift).toBeHidden();
});

test("a sender that cannot wait gets an address, and finds its answer there", async ({
  signedIn: page,
  api,
  server,
}) => {
  const made = await api.workflows.create({
    document: {
      format: 1,
      name: "Slow",
      mode: "sync",
      trigger: { type: "webhook", config: { sync: { timeoutSeconds: 1 } } },
      nodes: {
        pause: { type: "delay", config: { mode: "for", amount: 2, unit: "seconds" } },
        reply: { type: "response", config: { kind: "json", body: { done: true } } },
      },
      edges: [
        { from: "trigger", to: "pause" },
        { from: "pause", to: "reply" },
      ],
    },
  });
  const editor = new EditorPage(page);
  await editor.open(server.base, made.id);
  await editor.select("Webhook");
  await editor.settings
    .getByLabel("When the deadline is over")
    .selectOption("202: the sender gets an address where it can ask for the answer");
  await editor.settings
    .getByRole("region", { name: "Answer", exact: true })
    .screenshot({ path: test.info().outputPath("sync.png") });
  await editor.publish();
  const answer = await post(made.hookUrl, {});
  expect(answer.status).toBe(202);
  const status = answer.headers.get("location") ?? "";
  await expect
    .poll(async () => (await fetch(status)).json(), { timeout: 15_000 })
    .toMatchObject({ status: "succeeded", answer: { status: 200, body: '{"done":true}' } });
});
