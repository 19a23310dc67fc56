import type { WorkflowDocument } from "@sluice/workflow/document";
import { expectAccessibleInBothThemes } from "../fixtures/accessible.ts";
import { EditorPage } from "../fixtures/editor-page.ts";
import { expect, test } from "../fixtures/story.ts";

const orders = (name: string, required = true): WorkflowDocument => ({
  ...{ format: 1, name, mode: "async" },
  trigger: {
    type: "webhook",
    config: {
      variables: [
        { key: "id", from: "body", path: "id", type: "string", required: false },
        { key: "amount", from: "body", path: "amount", type: "number", required },
      ],
    },
  },
  nodes: { twice: { type: "transform", name: "Twice", config: { expression: "trigger.amount * 2" } } },
  edges: [{ from: "trigger", to: "twice" }],
  settings: { searchKeys: [{ name: "order", path: "trigger.id" }] },
});

async function post(url: string, body: unknown, query = ""): Promise<string> {
  const answer = await fetch(`${url}${query}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return answer.headers.get("sluice-delivery-id") ?? "";
}

test("deliveries are searched, paused, and run again many at once, by keyboard alone", async ({
  signedIn: page,
  api,
  server,
}) => {
  const made = await api.workflows.create({ document: orders("Replayed") });
  await api.workflows.publish({ id: made.id });
  await post(made.hookUrl, { id: "INV-1", amount: 1 });
  await post(made.hookUrl, { id: "INV-2", amount: 2 });
  await post(made.hookUrl, { id: "INV-3" });
  await page.goto(`${server.base}/deliveries?workflowId=${made.id}`);
  test.slow();
  const rows = page.getByRole("row");
  const table = page.getByRole("region", { name: "Deliveries", exact: true });
  await expect(table.getByText("Refused", { exact: true })).toBeVisible({ timeout: 30_000 });
  await expect(rows).toHaveCount(4);
  await expect(page.getByRole("group", { name: "Turned away, by reason" })).toBeVisible();
  await page.screenshot({ path: test.info().outputPath("deliveries-list.png"), fullPage: true });

  await page.getByRole("textbox", { name: "Search key, id or text" }).fill("inv-2");
  await expect(rows).toHaveCount(2);
  await expect(page.getByText("Found by search key")).toBeVisible();
  await expect(page).toHaveURL(/q=inv-2/);
  await page.getByRole("textbox", { name: "Search key, id or text" }).fill("");
  await expect(rows).toHaveCount(4);

  await page.getByRole("button", { name: "Pause live" }).click();
  await post(made.hookUrl, { id: "INV-4", amount: 4 });
  await expect(page.getByRole("button", { name: "1 newer" })).toBeVisible();
  await expect(rows).toHaveCount(4);
  await page.getByRole("button", { name: "1 newer" }).click();
  await expect(rows).toHaveCount(5);
  await page.getByRole("button", { name: "Resume live" }).click();

  // By keyboard alone from here.
  const boxes = page.getByRole("checkbox");
  await boxes.nth(0).focus();
  await page.keyboard.press("Space");
  await boxes.nth(1).focus();
  await page.keyboard.press("Space");
  await expect(page.getByText("2 chosen")).toBeVisible();
  await page.getByRole("button", { name: "Run these again" }).focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Run again" });
  await expect(dialog.getByText("2 deliveries will be run again")).toBeVisible();
  await page.screenshot({ path: test.info().outputPath("deliveries-replay.png") });
  await expectAccessibleInBothThemes(page, "the dialog of a replay");
  const button = dialog.getByRole("button", { name: "Run 2 again" });
  for (
    let turn = 0;
    turn < 20 && !(await button.evaluate((one) => one === document.activeElement));
    turn += 1
  ) {
    await page.keyboard.press("Tab");
  }
  await page.keyboard.press("Enter");
  await expect(dialog.getByText("Done: 2 of 2.")).toBeVisible({ timeout: 10_000 });
  await expect(dialog.getByText("Accepted 1, refused 1, skipped 0.")).toBeVisible();
  await page.screenshot({ path: test.info().outputPath("deliveries-replayed.png") });
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
});

test("a refused delivery is run again once the contract is mended, and becomes example and test", async ({
  signedIn: page,
  api,
  server,
}) => {
  const made = await api.workflows.create({ document: orders("Mended") });
  await api.workflows.publish({ id: made.id });
  const refused = await post(made.hookUrl, { id: "M-1", extra: { note: "n" } });
  const { revision } = await api.workflows.get({ id: made.id });
  await api.workflows.save({ id: made.id, revision, document: orders("Mended", false) });
  await api.workflows.publish({ id: made.id });

  test.slow();
  await page.goto(`${server.base}/deliveries/${refused}`);
  await page.getByRole("button", { name: "Run again" }).click();
  await page.getByRole("menuitem", { name: "On the published version" }).click();
  await expect(page.getByText("Accepted", { exact: true }).first()).toBeVisible();
  await expect(page.getByRole("region", { name: "Related deliveries" }).getByText(refused)).toBeVisible();
  await page.screenshot({ path: test.info().outputPath("delivery-replayed.png"), fullPage: true });
  await page.getByRole("button", { name: "Save as test case" }).click();
  await expect(page.getByText("Saved as a test case")).toBeVisible();

  await page.getByRole("link", { name: "Make it the example" }).click();
  await page.waitForURL(new RegExp(`/workflows/${made.id}$`));
  await expect(page.getByText("Taken as the example")).toBeVisible();
  await expect
    .poll(async () => {
      const { draft } = await api.workflows.get({ id: made.id });
      return JSON.stringify(draft.trigger.config);
    })
    .toContain("extra.note");

  await page.getByRole("button", { name: "Tests", exact: true }).click();
  const drawer = page.getByRole("dialog", { name: "Tests" });
  await drawer.getByRole("button", { name: "Run all" }).click();
  await expect(drawer.getByText(/1 passed, 0 failed|0 passed, 1 failed/)).toBeVisible();
  await drawer.getByRole("button", { name: "Edit" }).click();
  await drawer.getByLabel("Status of the answer").fill("201");
  await drawer.getByRole("button", { name: "Save the test" }).click();
  await drawer.getByRole("button", { name: "Run all" }).click();
  await expect(drawer.getByText("Another status")).toBeVisible();
  await expectAccessibleInBothThemes(page, "the tests");
  await page.screenshot({ path: test.info().outputPath("tests.png") });
});

test("the editor listens on the live URL, and says why nothing ran", async ({
  signedIn: page,
  api,
  server,
}) => {
  const made = await api.workflows.create({
    document: { ...orders("Listened"), trigger: { type: "webhook", config: {} }, nodes: {}, edges: [] },
  });
  test.slow();
  const editor = new EditorPage(page);
  await page.goto(`${server.base}/workflows/${made.id}`);
  await expect(editor.node("Webhook")).toBeVisible({ timeout: 30_000 });
  await editor.select("Webhook");
  const why = editor.settings.getByRole("region", { name: "Why did it not run?" });
  await expect(why.getByText("The workflow is not published")).toBeVisible();
  const listen = editor.settings.getByRole("region", { name: "Listen" });
  await listen.getByRole("button", { name: "Listen for the next request" }).click();
  await expect(listen.getByText(/Listening until/)).toBeVisible();
  await post(made.hookUrl, { order: { id: 1042, total: 99.5 } }, "?shop=7");
  await expect(listen.getByText("Taken as the example")).toBeVisible();
  await expect(listen.getByText(/Nothing ran/)).toBeVisible();
  await expect(why.getByText("Refused", { exact: true })).toBeVisible();
  await listen.scrollIntoViewIfNeeded();
  await page.screenshot({ path: test.info().outputPath("listen.png") });
  await expectAccessibleInBothThemes(page, "the trigger panel that has listened");
  await expect(editor.settings.getByText("order.total").first()).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).first().click();
  await expect(editor.settings.getByText("order.total")).toHaveCount(0);
});

test("duplicates are one click away, a wrong signature says at which stage, and a narrow window cuts nothing", async ({
  signedIn: page,
  api,
  server,
}) => {
  test.slow();
  const [once, signed] = [orders("Once"), orders("Signed by a known provider")];
  once.trigger.config = { ...once.trigger.config, dedupe: { key: "{{ trigger.id }}" } };
  const secret = { value: { secret: { value: "a long random secret" } } };
  signed.trigger.config = {
    ...signed.trigger.config,
    auth: { any: [{ type: "signature", preset: "github", secrets: [secret] }] },
  };
  const [first, second] = [
    await api.workflows.create({ document: once }),
    await api.workflows.create({ document: signed }),
  ];
  for (const { id } of [first, second]) await api.workflows.publish({ id });
  for (const id of [1, 1, 2]) await post(first.hookUrl, { id: `INV-${id}`, amount: 1 });
  await post(second.hookUrl, { id: "INV-1", amount: 1 });

  await page.setViewportSize({ width: 900, height: 800 });
  await page.goto(`${server.base}/deliveries?workflowId=${first.id}`);
  await page.getByRole("button", { name: "Duplicate · 1" }).click({ timeout: 30_000 });
  await expect(page).toHaveURL(/verdict=duplicate/);
  await expect(page.getByRole("row")).toHaveCount(2);
  await expect(page.getByRole("link", { name: "Open the first one" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Duplicate · 1" })).toHaveAttribute("aria-pressed", "true");
  await page.screenshot({ path: test.info().outputPath("deliveries-narrow.png") });

  const editor = new EditorPage(page);
  await page.goto(`${server.base}/workflows/${second.id}`);
  await expect(page.getByRole("button", { name: "Publish" })).toBeInViewport({ ratio: 1, timeout: 30_000 });
  await expect(page.getByRole("textbox", { name: "Name of the workflow" })).toBeInViewport({ ratio: 1 });
  await editor.select("Webhook");
  const why = editor.settings.getByRole("region", { name: "Why did it not run?" });
  await expect(why.getByText("A header that the signature needs is missing.")).toBeVisible();
  await expectAccessibleInBothThemes(page, "the editor in a narrow window");
  await page.screenshot({ path: test.info().outputPath("editor-narrow.png") });
});
