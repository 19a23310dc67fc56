import type { WorkflowDocument } from "@sluice/workflow/document";
import { expectAccessibleInBothThemes } from "../fixtures/accessible.ts";
import { EditorPage } from "../fixtures/editor-page.ts";
import { expect, test } from "../fixtures/story.ts";

/** Asks a shop, has somebody approve, tells it by an event, and answers. */
const order: WorkflowDocument = {
  ...{ format: 1, name: "Without calling", mode: "sync" },
  trigger: {
    type: "webhook",
    config: {
      examples: { query: "", headers: "", body: '{"amount": 3}' },
      variables: [{ key: "amount", from: "body", path: "amount", type: "number", required: false }],
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

  await page.getByRole("button", { name: "Test", exact: true }).click();
  await dialog.getByRole("checkbox", { name: "Without calling anything outside" }).check();
  await dialog.getByRole("button", { name: "Run the draft" }).click();
  await expect(tried.getByText("The draft ran to its end; nobody was called")).toBeVisible();
  await expect(tried.getByText("not called: pinned output")).toBeVisible();
  await expect(tried.getByRole("group", { name: "Body of the answer" })).toContainText("103");
  await tried.scrollIntoViewIfNeeded();
  await page.screenshot({ path: test.info().outputPath("tried.png") });
  await expectAccessibleInBothThemes(page, "a draft that was tried without calling anybody");

  await tried.getByRole("button", { name: "Show on the canvas" }).click();
  await expect(page.getByText("Trial of the whole draft, without calling anything outside")).toBeVisible();
  await expect(editor.node("Ask the shop")).toHaveAccessibleName(/succeeded, not called: pinned output/);
  await expect(editor.node("Approve")).toHaveAccessibleName(/succeeded, not called: example/);
  await expect(editor.node("Tell")).toHaveAccessibleName(/succeeded, ran, but nothing was sent/);
  await page.screenshot({ path: test.info().outputPath("canvas.png") });
  expect((await api.executions.list({ workflowId: id })).items).toEqual([]);
});
