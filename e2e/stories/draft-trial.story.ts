import type { WorkflowDocument } from "@sluice/workflow/document";
import { expectAccessible } from "../fixtures/accessible.ts";
import { EditorPage } from "../fixtures/editor-page.ts";
import { expect, test } from "../fixtures/story.ts";

/** Asks a shop, has somebody approve, tells it by an event, and answers. */
const order: WorkflowDocument = {
  ...{ format: 1, name: "Without calling", mode: "sync" },
  trigger: {
    type: "webhook",
    config: {
      examples: { query: "lang=fr", headers: "", body: '{"amount": 3, "order": 12345678901234567890}' },
      variables: [
        { key: "amount", from: "body", path: "amount", type: "number", required: true },
        { key: "name", from: "body", path: "customer.name", type: "string", required: false },
        { key: "paid", from: "body", path: "paid", type: "boolean", required: false },
        { key: "due", from: "body", path: "due", type: "datetime", required: false },
        { key: "extra", from: "body", path: "extra", type: "object", required: false },
        { key: "lang", from: "query", path: "lang", type: "string", required: false },
      ],
    },
  },
  nodes: {
    ask: { type: "http", name: "Ask the shop", config: { method: "GET", url: "https://shop.invalid/" } },
    approve: { type: "wait", name: "Approve", config: { for: "approval", title: "Take it?" } },
    tell: { type: "emit", name: "Tell", config: { type: "order.seen", data: {} } },
    sum: { type: "transform", name: "Sum", config: { expression: "trigger.amount + steps.ask.body.stock" } },
    answer: { type: "response", name: "Answer", config: { status: 200, body: { sum: "{{ steps.sum }}" } } },
  },
  edges: [
    { from: "trigger", to: "ask" },
    { from: "ask", to: "approve" },
    { from: "approve", to: "tell" },
    { from: "tell", to: "sum" },
    { from: "sum", to: "answer" },
  ],
};

test("a whole draft is tried without calling anybody, from a missing pin to the answer", async ({
  signedIn: page,
  server,
  api,
}) => {
  const { id } = await api.workflows.create({ document: order });
  const editor = new EditorPage(page);
  await editor.open(server.base, id);

  const dialog = page.getByRole("dialog", { name: "Send a test" });
  const tried = dialog.getByRole("region", { name: "Trial of the draft" });
  await page.getByRole("button", { name: "Test", exact: true }).click();
  await dialog.getByRole("checkbox", { name: "Without calling anything outside" }).check();
  await expect(dialog.getByRole("button", { name: "Publish and send" })).toBeHidden();

  // Fields and text edit one request; nothing else in it changes.
  const fields = dialog.getByRole("group", { name: "Variables of the trigger" });
  const body = dialog.getByRole("textbox", { name: "Body" });
  await fields.getByRole("textbox", { name: "amount" }).fill("7,5");
  await expect(fields.getByText("Not a number yet: write it as 12.5.")).toBeVisible();
  await dialog.getByRole("button", { name: "Run the draft" }).click();
  await expect(dialog.getByText("A field holds no value of its type", { exact: false })).toBeVisible();
  await expect(body).toHaveValue('{"amount": 3, "order": 12345678901234567890}');
  await fields.getByRole("textbox", { name: "amount" }).fill("7");
  await fields.getByRole("textbox", { name: "name", exact: true }).fill('Ada "L"');
  await fields.getByRole("combobox", { name: "paid" }).click();
  await page.getByRole("option", { name: "yes" }).click();
  await fields.getByLabel("due").fill("2026-01-31T09:30:00");
  await fields.getByRole("textbox", { name: "extra" }).fill("[1]");
  await expect(fields.getByText("This is JSON, but not an object: {…}.")).toBeVisible();
  await page.screenshot({ path: test.info().outputPath("fields.png") });
  await expectAccessible(page, "typed fields of a test");
  await fields.getByRole("textbox", { name: "extra" }).fill('{"a": 1.50}');
  await expect(body).toHaveValue(
    /^\{"amount": 7, "order": 12345678901234567890, "customer": \{"name": "Ada \\"L\\""\}, "paid": true, "due": "2026-01-\d\dT\d\d:\d\d:00\.000Z", "extra": \{"a": 1\.50\}\}$/,
  );
  await fields.getByRole("textbox", { name: "lang" }).fill("de");
  await expect(dialog.getByRole("textbox", { name: "Query" })).toHaveValue("lang=de");
  await body.fill('{"amount": 3}');
  await expect(fields.getByRole("textbox", { name: "amount" })).toHaveValue("3");
  await expect(fields.getByRole("textbox", { name: "extra" })).toHaveValue("");
  await dialog.getByRole("button", { name: "Run the draft" }).click();
  await expect(
    tried.getByText("“Ask the shop” reaches outside and was not called.", { exact: false }),
  ).toBeVisible();

  await tried.getByRole("button", { name: "Go to “Ask the shop”" }).click();
  await expect(dialog).toBeHidden();
  await editor.settings.getByRole("button", { name: "Pin an output" }).click();
  await editor.settings.getByRole("textbox", { name: "Pinned output" }).click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText('{"body": {"stock": 100}}');
  await expect(editor.node("Ask the shop")).toHaveAccessibleName(/Output pinned for trials/);

  // What was typed is there again.
  await page.getByRole("button", { name: "Test", exact: true }).click();
  await expect(body).toHaveValue('{"amount": 3}');
  await expect(dialog.getByRole("checkbox", { name: "Without calling anything outside" })).toBeChecked();
  await dialog.getByRole("button", { name: "Run the draft" }).click();
  await expect(tried.getByText("The draft ran to its end; nobody was called")).toBeVisible();
  await expect(tried.getByText("not called: pinned output")).toBeVisible();
  await expect(tried.getByRole("group", { name: "Body of the answer" })).toContainText("103");
  await tried.scrollIntoViewIfNeeded();
  await page.screenshot({ path: test.info().outputPath("tried.png") });
  await expectAccessible(page, "a draft that was tried without calling anybody");

  await tried.getByRole("button", { name: "Show on the canvas" }).click();
  await expect(page.getByText("Trial of the whole draft, without calling anything outside")).toBeVisible();
  await expect(editor.node("Ask the shop")).toHaveAccessibleName(/succeeded, not called: pinned output/);
  await expect(editor.node("Approve")).toHaveAccessibleName(/succeeded, not called: example/);
  await expect(editor.node("Tell")).toHaveAccessibleName(/succeeded, ran, but nothing was sent/);
  await page.screenshot({ path: test.info().outputPath("canvas.png") });
  expect((await api.executions.list({ workflowId: id })).items).toEqual([]);
});
