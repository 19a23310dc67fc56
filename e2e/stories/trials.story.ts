import type { WorkflowDocument } from "@sluice/workflow/document";
import { expectAccessibleInBothThemes } from "../fixtures/accessible.ts";
import { EditorPage } from "../fixtures/editor-page.ts";
import { expect, test } from "../fixtures/story.ts";

/** Doubles an amount, asks a shop that nobody may reach from here, and adds what it has in stock. */
const stock = (name: string): WorkflowDocument => ({
  ...{ format: 1, name, mode: "async" },
  trigger: {
    type: "webhook",
    config: {
      examples: { query: "", headers: "", body: '{"amount": 3}' },
      variables: [{ key: "amount", from: "body", path: "amount", type: "number", required: false }],
    },
  },
  nodes: {
    twice: { type: "transform", name: "Twice", config: { expression: "trigger.amount * 2" } },
    ask: { type: "http", name: "Ask the shop", config: { method: "GET", url: "https://shop.invalid/" } },
    sum: { type: "transform", name: "Sum", config: { expression: "steps.twice + steps.ask.body.stock" } },
  },
  edges: [
    { from: "trigger", to: "twice" },
    { from: "twice", to: "ask" },
    { from: "ask", to: "sum" },
  ],
});

test("a step is tried on the example; what reaches outside is not called, and a pin takes its place", async ({
  signedIn: page,
  server,
  api,
}, testInfo) => {
  const { id } = await api.workflows.create({ document: stock("Trials") });
  const editor = new EditorPage(page);
  await editor.open(server.base, id);

  await editor.select("Sum");
  const trial = editor.settings.getByRole("region", { name: "Try this step" });
  await trial.getByRole("button", { name: "Run to here" }).click();
  await expect(
    trial.getByText("“Ask the shop” reaches outside, so it was not called.", { exact: false }),
  ).toBeVisible();
  await expect(trial.getByRole("button", { name: "Really call Ask the shop" })).toBeVisible();
  await expect(editor.node("Twice")).toHaveAccessibleName(/succeeded, run now/);
  await expectAccessibleInBothThemes(page, "a trial that lacks data");

  await editor.select("Ask the shop");
  await trial.getByRole("button", { name: "Pin an output" }).click();
  const pinned = trial.getByRole("textbox", { name: "Pinned output" });
  await pinned.click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText('{"body": {"stock": 100}}');
  await expect(editor.node("Ask the shop")).toHaveAccessibleName(/Output pinned for trials/);

  // Without the mouse: from the card's own menu.
  await editor.node("Sum").focus();
  await page.keyboard.press("Enter");
  await expect(editor.settings.getByRole("heading", { level: 2, name: "Sum" })).toBeVisible();
  await trial.getByRole("button", { name: "Run to here" }).focus();
  await page.keyboard.press("Enter");
  await expect(trial.getByRole("group", { name: "Output of Sum" })).toHaveText("106");
  await expect(trial.getByText("pinned output")).toBeVisible();
  await expect(editor.node("Ask the shop")).toHaveAccessibleName(/succeeded, pinned output/);
  await page.getByRole("button", { name: "Executions", exact: true }).click();
  await expect(page.getByText("Trial of “Sum”")).toBeVisible();
  await testInfo.attach("trial", { body: await page.screenshot(), contentType: "image/png" });
  await expectAccessibleInBothThemes(page, "a trial and its steps");
  expect((await api.executions.list({ workflowId: id })).items).toEqual([]);

  await editor.select("Ask the shop");
  await trial.getByRole("button", { name: "Unpin" }).click();
  await expect(editor.node("Ask the shop")).not.toHaveAccessibleName(/pinned for trials/);
  await editor.canvas.press("ControlOrMeta+z");
  await expect(editor.node("Ask the shop")).toHaveAccessibleName(/Output pinned for trials/);
});

test("an execution says where its time went, and lends its data to the editor", async ({
  signedIn: page,
  server,
  api,
}, testInfo) => {
  const document = stock("Lent data");
  const made = await api.workflows.create({
    document: {
      ...document,
      nodes: {
        twice: { type: "transform", name: "Twice", config: { expression: "trigger.amount * 2" } },
        nap: { type: "delay", name: "Nap", config: { mode: "for", amount: 0.3, unit: "seconds" } },
        sum: { type: "transform", name: "Sum", config: { expression: "steps.twice + 1" } },
      },
      edges: [
        { from: "trigger", to: "twice" },
        { from: "twice", to: "nap" },
        { from: "nap", to: "sum" },
      ],
    },
  });
  await api.workflows.publish({ id: made.id });
  const answer = await fetch(made.hookUrl, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: '{"amount": 21}',
  });
  const id = answer.headers.get("sluice-execution-id") ?? "";
  await expect
    .poll(async () => (await api.executions.get({ id })).status, { timeout: 20_000 })
    .toBe("succeeded");

  await page.goto(`${server.base}/executions/${id}`);
  const times = page.getByRole("region", { name: "Where the time went" });
  await expect(times.getByText(/^Slept or waited/)).toBeVisible();
  await expect(times.getByText(/^Longest: Nap,/)).toBeVisible();
  await testInfo.attach("times", { body: await page.screenshot(), contentType: "image/png" });
  await expectAccessibleInBothThemes(page, "an execution and its times");

  await page.getByRole("link", { name: "Use its data in the editor" }).click();
  const editor = new EditorPage(page);
  await editor.select("Sum");
  await expect(editor.settings.getByRole("combobox", { name: "Data" })).toHaveValue(/^Execution of /);
  await expect(editor.settings.getByText("43", { exact: true })).toBeVisible();
  await editor.settings.getByRole("button", { name: "Run this step" }).click();
  await expect(editor.settings.getByRole("group", { name: "Output of Sum" })).toHaveText("43");
  await expect(editor.settings.getByText("a past execution").first()).toBeVisible();
});
