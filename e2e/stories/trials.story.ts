import type { Locator, Page } from "@playwright/test";
import type { WorkflowDocument } from "@sluice/workflow/document";
import { expectAccessible, expectAccessibleInBothThemes } from "../fixtures/accessible.ts";
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
}) => {
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
  await expectAccessible(page, "a trial that lacks data");

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
  await expect(trial.getByText("not called: pinned output")).toBeVisible();
  await expect(editor.node("Ask the shop")).toHaveAccessibleName(/succeeded, not called: pinned output/);
  await page.getByRole("button", { name: "Executions", exact: true }).click();
  await expect(page.getByText("Trial of “Sum”")).toBeVisible();
  await page.screenshot({ path: test.info().outputPath("trial.png") });
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
}) => {
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
  await page.screenshot({ path: test.info().outputPath("times.png") });
  await expectAccessibleInBothThemes(page, "an execution and its times");

  await page.getByRole("link", { name: "Use its data in the editor" }).click();
  const editor = new EditorPage(page);
  await editor.select("Sum");
  await expect(editor.settings.getByRole("combobox", { name: "Trial data" })).toHaveValue(/^Execution of /);
  await expect(editor.settings.getByText("43", { exact: true })).toBeVisible();
  await editor.settings.getByRole("button", { name: "Run this step" }).click();
  await expect(editor.settings.getByRole("group", { name: "Output of Sum" })).toHaveText("43");
  await expect(editor.settings.getByText("a past execution").first()).toBeVisible();
});

test("a JSON value is built as a tree, with completion that knows what may be missing", async ({
  signedIn: page,
  server,
  api,
}) => {
  const document = stock("A tree");
  const { id } = await api.workflows.create({
    document: {
      ...document,
      nodes: {
        big: { type: "condition", name: "Big?", config: { when: { expression: "trigger.amount > 10" } } },
        twice: { type: "set", name: "Twice", config: { fields: { sum: "{{ trigger.amount * 2 }}" } } },
        tell: { type: "emit", name: "Tell", config: { type: "order.seen", data: {} } },
        script: { type: "code", name: "Script", config: { code: "" } },
      },
      edges: [
        { from: "trigger", to: "big" },
        { from: "big", port: "true", to: "twice" },
        { from: "twice", to: "tell" },
        { from: "big", port: "false", to: "tell" },
        { from: "twice", to: "script" },
      ],
    },
  });
  const editor = new EditorPage(page);
  await editor.open(server.base, id);
  await editor.select("Tell");
  const { settings } = editor;
  const dataNow = async () => (await api.workflows.get({ id })).draft.nodes.tell?.config.data;

  await settings.getByText("Tree", { exact: true }).click();
  await settings.getByRole("button", { name: "Add a field to the whole value" }).click();
  await settings.getByRole("textbox", { name: "Name of field" }).fill("total");
  await page.keyboard.press("Enter");
  await settings.getByRole("textbox", { name: "Value of total" }).click();
  await page.keyboard.type("{{ steps.tw");
  const offered = page.getByRole("option", { name: /twice/ });
  // The list of what was typed before is still there for a moment.
  await expect(offered).toHaveCount(1);
  await expect(offered).toContainText("object?");
  await expectInSight(page.locator(".cm-completionInfo"));
  await takeOffered(page, offered);
  await page.keyboard.type(".s");
  await takeOffered(page, page.getByRole("option", { name: /^sum/ }));
  await page.keyboard.type(" }}");
  await expect.poll(dataNow, { timeout: 20_000 }).toEqual({ total: "{{ steps.twice.sum }}" });

  // Without the mouse: a list, its kind, an item.
  await settings.getByRole("button", { name: "Add a field to the whole value" }).press("Enter");
  await settings.getByRole("combobox", { name: "Kind of field" }).press("Enter");
  await page.getByRole("option", { name: "list" }).waitFor();
  await page.keyboard.type("list");
  await page.getByRole("option", { name: "list" }).click();
  await settings.getByRole("button", { name: "Add an item to field" }).press("Enter");
  await settings.getByRole("combobox", { name: "Kind of field[0]" }).click();
  await page.getByRole("option", { name: "yes or no" }).click();
  await expect.poll(dataNow, { timeout: 20_000 }).toEqual({ total: "{{ steps.twice.sum }}", field: [false] });
  await page.screenshot({ path: test.info().outputPath("tree.png") });
  await expectAccessibleInBothThemes(page, "a JSON value as a tree");
  await editor.canvas.press("ControlOrMeta+z");
  await expect.poll(dataNow, { timeout: 20_000 }).toEqual({ total: "{{ steps.twice.sum }}", field: [""] });
  await settings.getByText("JSON", { exact: true }).click();
  await expect(settings.getByRole("textbox", { name: "Data" })).toContainText(
    '"total": "{{ steps.twice.sum }}"',
  );

  await editor.select("Script");
  await settings.getByRole("textbox", { name: "JavaScript" }).click();
  await page.keyboard.type("return input.");
  await expect(page.getByRole("option", { name: /^sum/ })).toBeVisible();
});

/** In sight at its middle: nothing lies over it, and nothing around it clips it. */
async function expectInSight(part: Locator): Promise<void> {
  await expect
    .poll(() =>
      part.evaluate((element) => {
        const { left, top, width, height } = element.getBoundingClientRect();
        return element.contains(document.elementFromPoint(left + width / 2, top + height / 2));
      }),
    )
    .toBe(true);
}

/** Takes a completion by Enter, which a list that has only just come does not hear. */
async function takeOffered(page: Page, offered: Locator): Promise<void> {
  await expect(offered).toBeVisible();
  // CodeMirror takes no key for a list that has stood there for less than 75 ms: it may have been meant for the text.
  await page.waitForTimeout(200);
  await expect(async () => {
    await page.keyboard.press("Enter");
    await expect(offered).toBeHidden({ timeout: 1000 });
  }).toPass();
}
