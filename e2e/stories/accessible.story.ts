import type { Locator, Page } from "@playwright/test";
import { buildDocument, node } from "@sluice/workflow/testing";
import { expectAccessibleInBothThemes } from "../fixtures/accessible.ts";
import { EditorPage } from "../fixtures/editor-page.ts";
import { type Furnished, furnish } from "../fixtures/furnished.ts";
import { enter, expectPlace, tabTo } from "../fixtures/keys.ts";
import {
  drawingScreens,
  listScreens,
  nodeScreens,
  type Screen,
  signedOutScreens,
  visit,
} from "../fixtures/screens.ts";
import { failing } from "../fixtures/states.ts";
import { expect, signIn, test } from "../fixtures/story.ts";

let made: Furnished;
test.beforeAll(async () => {
  made = await furnish();
});
test.afterAll(() => made?.close());

/** Looks at screens one after another, in dark and in light. */
async function look(page: Page, screens: readonly Screen[], within?: string): Promise<void> {
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  for (const screen of screens) {
    await visit(page, made, screen);
    await expectAccessibleInBothThemes(page, screen.name, within === undefined ? {} : { within });
  }
}

test("every page and dialog is axe-clean in both themes", async ({ page }) => {
  test.slow();
  await look(page, signedOutScreens);
  await signIn(page, made.server.base);
  await look(page, listScreens);
  await look(page, [failing("/deliveries")]);
});

test("everything about a drawing is axe-clean in both themes", async ({ page }) => {
  test.slow();
  await signIn(page, made.server.base);
  await look(page, drawingScreens);
});

test("the settings of a node of every type are axe-clean in both themes", async ({ page }) => {
  test.slow();
  await signIn(page, made.server.base);
  await look(page, nodeScreens(made), "#inspector");
});

test("settings longer than the window scroll in their panel, and the header stays", async ({ page }) => {
  const { server, api } = made;
  const rule = { left: "{{ trigger.amount }}", operator: "greater", right: 1 };
  const config = { when: { all: [rule, rule, rule, rule, rule, { any: [rule, rule] }] } };
  const document = buildDocument({ nodes: { long: node("condition", config) } });
  const { id } = await api.workflows.create({ document });
  await signIn(page, server.base);
  const editor = new EditorPage(page);
  await editor.open(server.base, id);
  await editor.select("Condition");
  await editor.settings.getByRole("textbox", { name: "Right side of rule 2" }).last().click();
  const main = page.getByRole("main");
  expect(await main.evaluate(({ scrollHeight, clientHeight }) => scrollHeight - clientHeight)).toBe(0);
  await expect(page.getByRole("button", { name: "Publish", exact: true })).toBeInViewport();
});

test("on a tablet and a phone one panel at a time lies over the canvas", async ({ page }) => {
  test.slow();
  const { server, api } = made;
  const { id } = await api.workflows.create({
    document: buildDocument({
      nodes: { end: node("end", { status: "succeeded" }) },
      edges: [["trigger", "end"]],
    }),
  });
  await signIn(page, server.base);
  await page.evaluate(() => localStorage.setItem("sluice-outline", "true"));
  const editor = new EditorPage(page);
  const outline = page.getByRole("complementary", { name: "Outline" });
  const canvas = page.locator("section", { has: editor.canvas }).first();
  for (const width of [820, 390]) {
    await page.setViewportSize({ width, height: 900 });
    await editor.open(server.base, id);
    const all = await canvas.boundingBox();
    await expect(editor.settings).toBeHidden();
    await expect(outline).toBeHidden();

    await editor.select("Webhook");
    await expectAccessibleInBothThemes(page, `settings over the canvas at ${width}`);
    await page.keyboard.press("Escape");
    await expect(editor.settings).toBeHidden();

    await page.keyboard.press("ControlOrMeta+Shift+O");
    await expect(outline.getByRole("treeitem", { name: "Webhook" })).toBeFocused();
    await page.keyboard.press("ArrowDown");
    await page.getByRole("button", { name: "Show the settings" }).click();
    await expect(outline).toBeHidden();
    await expect(editor.settings).toBeFocused();
    await editor.settings.getByRole("button", { name: "Close the settings" }).click();
    await expect(editor.settings).toBeHidden();
    expect(await canvas.boundingBox()).toEqual(all);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBe(0);
  }
});

test("lists are worked by keyboard alone, and the focus is never lost", async ({ page }) => {
  test.slow();
  const { base } = made.server;
  await signIn(page, base);
  const dialog = page.getByRole("dialog");
  const main = page.getByRole("main");

  await test.step("a workflow that cannot be read is told in the import, which gives the focus back", async () => {
    await page.goto(`${base}/workflows`);
    await enter(page, page.getByRole("link", { name: "Skip to the content" }));
    await expect(main).toBeFocused();
    const open = page.getByRole("button", { name: "Import", exact: true });
    await enter(page, open);
    await tabTo(page, dialog.getByRole("textbox", { name: "Or paste its text" }));
    await page.keyboard.insertText("format: 1\nname: X\nmode: fast\n");
    await enter(page, dialog.getByRole("button", { name: "Read", exact: true }));
    await expect(dialog.getByRole("alert")).toContainText("Line 3, column 1: mode");
    await page.keyboard.press("Escape");
    await expect(open).toBeFocused();
  });

  await test.step("an execution is found by its status, and looked at step by step", async () => {
    await page.goto(`${base}/executions`);
    await enter(page, page.getByRole("combobox", { name: "Any status" }));
    await page.keyboard.press("ArrowDown");
    const failed = page.getByRole("option", { name: "Failed", exact: true });
    await expect(async () => {
      await page.keyboard.press("ArrowDown");
      await expect(failed).toHaveAttribute("data-combobox-selected", "true", { timeout: 500 });
    }).toPass({ timeout: 20_000 });
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/status=failed/);
    const row = page.getByRole("row").filter({ hasText: "Failed" }).first();
    await enter(page, row.getByRole("link").first());
    await expect(page).toHaveURL(/\/executions\/\w+$/);
    const step = page.getByRole("list", { name: "Steps" }).getByRole("button", { name: /Bad\?/ });
    await enter(page, step);
    await expect(page.getByRole("heading", { name: "Bad?" })).toBeVisible();
  });

  await test.step("what waits is decided", async () => {
    await page.goto(`${base}/approvals`);
    await tabTo(page, page.getByRole("textbox", { name: "Comment" }));
    await page.keyboard.type("Paid by card");
    await enter(page, page.getByRole("button", { name: /^Approve/ }));
    await expect(page.getByText("Nothing waits for you")).toBeVisible();
    await expectPlace(page);
  });

  await test.step("a connector is begun, left, and another one ends", async () => {
    await page.goto(`${base}/connectors`);
    const open = page.getByRole("button", { name: "New connector" });
    await enter(page, open);
    await tabTo(page, dialog.getByRole("textbox", { name: "Document" }));
    await page.keyboard.press("Escape");
    await expect(open).toBeFocused();
    const more = page.getByRole("button", { name: "Actions for “Stripe”" });
    await leave(page, more, dialog);
    await expect(more).toHaveCount(0);
    await expectPlace(page);
  });

  await test.step("an alert is begun, left, and another one ends", async () => {
    await page.goto(`${base}/alerts`);
    const open = page.getByRole("button", { name: "New alert" });
    await enter(page, open);
    await tabTo(page, dialog.getByRole("textbox", { name: "Name", exact: true }));
    await page.keyboard.press("Escape");
    await expect(open).toBeFocused();
    const more = page.getByRole("button", { name: "More for The disk fills up" });
    await leave(page, more, dialog);
    await expect(more).toHaveCount(0);
    await expectPlace(page);
  });

  await test.step("the audit log is narrowed down and saved", async () => {
    await page.goto(`${base}/audit`);
    await tabTo(page, page.getByRole("textbox", { name: "Person or token" }));
    await page.keyboard.type("owner");
    await expect(page).toHaveURL(/actor=owner/);
    await enter(page, page.getByRole("button", { name: "Export" }));
    const downloading = page.waitForEvent("download");
    await expect(page.getByRole("menuitem").first()).toBeVisible();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await downloading;
  });

  await test.step("an invitation is withdrawn", async () => {
    await page.goto(`${base}/people`);
    const withdraw = page.getByRole("button", { name: "Withdraw" });
    await enter(page, withdraw);
    await enter(page, dialog.getByRole("button", { name: "Withdraw" }));
    await expect(withdraw).toHaveCount(0);
    await expectPlace(page);
  });
});

/** Through the menu of a row to its end: the menu's last item asks once more. */
async function leave(page: Page, more: Locator, dialog: Locator): Promise<void> {
  await enter(page, more);
  const item = page.getByRole("menuitem", { name: "Delete" });
  await expect(item).toBeVisible();
  await expect(async () => {
    await page.keyboard.press("ArrowUp");
    await expect(item).toBeFocused({ timeout: 500 });
  }).toPass({ timeout: 20_000 });
  await page.keyboard.press("Enter");
  await enter(page, dialog.getByRole("button", { name: "Delete" }));
}
