import { expectAccessible, switchTheme } from "../fixtures/accessible.ts";
import { EditorPage } from "../fixtures/editor-page.ts";
import { expect, test } from "../fixtures/story.ts";

const openDocument = (name: string) => ({
  ...({ format: 1, name, mode: "async" } as const),
  trigger: { type: "webhook", config: {} },
  nodes: { keep: { type: "set", config: { fields: { got: "{{ request.body }}" } } } },
  edges: [{ from: "trigger", to: "keep" }],
});

const post = async (url: string, headers: Record<string, string> = {}) => {
  const sent = { "content-type": "application/json", ...headers };
  return fetch(url, { method: "POST", headers: sent, body: "{}" });
};

test("a builder says which addresses and pages may call, and how often", async ({
  signedIn,
  api,
  server,
}) => {
  test.slow();
  const page = signedIn;
  const { id, hookUrl } = await api.workflows.create({ document: openDocument("Protected") });
  await api.workflows.publish({ id });
  expect((await post(hookUrl)).status).toBe(200);
  const editor = new EditorPage(page);
  await editor.open(server.base, id);
  await editor.select("Webhook");
  const section = editor.settings.getByRole("region", { name: "Protection" });

  await test.step("a list of addresses that is empty, and one that means nothing, are told at the field", async () => {
    await section.getByText("Only these").click();
    await expect(section.getByText("every request is refused")).toBeVisible();
    await section.getByRole("combobox", { name: "Allowed addresses" }).fill("10.0.0");
    await page.keyboard.press("Enter");
    await expect(section.getByText("“10.0.0” is no address")).toBeVisible();
    await expect(page.getByRole("button", { name: "1 problem" })).toBeVisible();
    await section.getByRole("combobox", { name: "Allowed addresses" }).press("Backspace");
    await section.getByRole("combobox", { name: "Allowed addresses" }).fill("203.0.113.0/24");
    await page.keyboard.press("Enter");
    await expect(section.getByText("is no address")).toBeHidden();
    await editor.publish();
    const refused = await post(hookUrl);
    expect([refused.status, (await refused.json()).code]).toEqual([403, "address-not-allowed"]);
  });

  await test.step("one's own address and those of recent deliveries are offered", async () => {
    await section.getByRole("button", { name: "From recent deliveries" }).click();
    await expect(page.getByRole("menuitem")).toHaveText([
      /127\.0\.0\.1\s*2 deliveries · The sender’s address is not/,
    ]);
    await page.keyboard.press("Escape");
    await section.getByRole("button", { name: "Add my address (127.0.0.1)" }).click();
    await expect(section.getByText("which is in the list")).toBeVisible();
    await editor.publish();
    expect((await post(hookUrl)).status).toBe(200);
  });

  await test.step("rates, pages and the largest body are limits from the next version on", async () => {
    await section.getByRole("textbox", { name: "One address" }).fill("2");
    await section.getByRole("combobox", { name: "Web pages that may call" }).fill("https://shop.example/");
    await page.keyboard.press("Enter");
    await expect(section.getByText("such as https://shop.example.", { exact: false }).last()).toBeVisible();
    await section.getByRole("combobox", { name: "Web pages that may call" }).press("Backspace");
    await section.getByRole("combobox", { name: "Web pages that may call" }).fill("https://shop.example");
    await page.keyboard.press("Enter");
    await section.getByRole("textbox", { name: "Largest body" }).fill("16");
    await editor.publish();
    const { draft } = await api.workflows.get({ id });
    expect(draft.trigger.config).toMatchObject({
      ipAllow: ["203.0.113.0/24", "127.0.0.1"],
      cors: { origins: ["https://shop.example"] },
      limits: { perMinuteOfAddress: 2, bodyBytes: 16_384 },
    });
    const answers = [];
    for (let turn = 0; turn < 3; turn += 1)
      answers.push(await post(hookUrl, { origin: "https://shop.example" }));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 429]);
    expect(answers[2]?.headers.get("access-control-allow-origin")).toBe("https://shop.example");
  });

  for (const colorScheme of ["light", "dark"] as const) {
    await switchTheme(page, colorScheme);
    await section.getByText("Largest body").scrollIntoViewIfNeeded();
    await expectAccessible(page, `protection in ${colorScheme}`);
  }
});

test("a trigger URL gets a readable name and a new key", async ({ signedIn: page, api, server }) => {
  test.slow();
  const other = await api.workflows.create({ document: openDocument("The other one") });
  await api.workflows.setAlias({ id: other.id, alias: "orders" });
  const { id, hookUrl } = await api.workflows.create({ document: openDocument("Named") });
  await api.workflows.publish({ id });
  const editor = new EditorPage(page);
  await editor.open(server.base, id);
  await editor.select("Webhook");
  const url = editor.settings.getByRole("region", { name: "URL" });

  await test.step("the name of another is refused, and says whose it is", async () => {
    await url.getByRole("button", { name: "Readable name…" }).click();
    const dialog = page.getByRole("dialog", { name: "Readable name of the URL" });
    await expect(dialog.getByText("whoever guesses it can post")).toBeVisible();
    await dialog.getByRole("textbox", { name: "Name" }).fill("Orders!");
    await expect(dialog.getByText("beginning with a letter or a digit")).toBeVisible();
    await dialog.getByRole("textbox", { name: "Name" }).fill("orders");
    await dialog.getByRole("button", { name: "Use this name" }).click();
    await expect(dialog.getByText("“The other one” has this name already.")).toBeVisible();
    await expectAccessible(page, "a readable name that is taken");
    await dialog.getByRole("textbox", { name: "Name" }).fill("new-orders");
    await dialog.getByRole("button", { name: "Use this name" }).click();
    await expect(dialog).toBeHidden();
    await expect(url.getByText(`${server.base}/hooks/new-orders`)).toBeVisible();
    await expect(page.getByRole("button", { name: "1 problem" })).toBeVisible();
    expect((await post(`${server.base}/hooks/new-orders`)).status).toBe(200);
  });

  await test.step("a new key, and the old one works no more", async () => {
    await url.getByRole("button", { name: "New key…" }).click();
    const dialog = page.getByRole("dialog", { name: "Give the URL a new key" });
    await dialog.getByRole("combobox", { name: "The old URL works" }).selectOption("not any more");
    await expect(dialog.getByText("Right when the key has leaked")).toBeVisible();
    await expectAccessible(page, "the dialog of a new key");
    await dialog.getByRole("button", { name: "Make a new key" }).click();
    await expect(dialog).toBeHidden();
    const rotated = await editor.hookUrl();
    expect(rotated).not.toBe(hookUrl);
    const statuses = [
      await post(hookUrl),
      await post(rotated),
      await post(`${server.base}/hooks/new-orders`),
    ];
    expect(statuses.map(({ status }) => status)).toEqual([404, 200, 200]);
  });

  await test.step("the name is taken away, after a question", async () => {
    await url.getByRole("button", { name: "Remove the name" }).click();
    await expect(page.getByText("get 404 at once")).toBeVisible();
    await page.getByRole("button", { name: "Remove the name" }).last().click();
    await expect(url.getByText("/hooks/new-orders")).toBeHidden();
    expect((await post(`${server.base}/hooks/new-orders`)).status).toBe(404);
  });
});
