import type { Locator } from "@playwright/test";
import { EditorPage } from "../fixtures/editor-page.ts";
import { payment } from "../fixtures/shared-payloads.ts";
import { expect, test } from "../fixtures/story.ts";

/** The most clicks that a first workflow with a live answer may take (design of the editor, "Care"). */
const mostClicks = 15;

test("a first workflow with a live answer takes one paste and few clicks", async ({
  signedIn: page,
  server,
  context,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: server.base });
  await page.evaluate((text) => navigator.clipboard.writeText(text), payment);
  const { settings, palette } = new EditorPage(page);
  let clicks = 0;
  const click = async (what: Locator): Promise<void> => {
    clicks += 1;
    await what.click();
  };

  await click(page.getByRole("button", { name: "New workflow" }).first());
  await page.getByRole("dialog").getByLabel("Name", { exact: true }).waitFor();
  await page.keyboard.type("My first");
  await click(page.getByRole("dialog").getByText("Synchronous", { exact: true }));
  await click(page.getByRole("button", { name: "Create and open" }));
  await click(settings.getByRole("textbox", { name: "Example of the body (JSON)" }));
  await page.keyboard.press("ControlOrMeta+v");
  await expect(
    settings
      .getByRole("region", { name: /^Variables/ })
      .getByText("amount")
      .first(),
  ).toBeVisible();

  await click(palette.getByRole("option", { name: /^Condition/ }));
  await click(settings.getByRole("textbox", { name: "Left side of rule 1" }));
  await page.keyboard.insertText("{{ trigger.amount }}");
  await click(settings.getByRole("combobox", { name: "Operator of rule 1" }));
  await click(page.getByRole("option", { name: "is greater than", exact: true }));
  await click(settings.getByRole("textbox", { name: "Right side of rule 1" }));
  await page.keyboard.type("100");
  await click(palette.getByRole("option", { name: /^Response/ }));
  await click(settings.getByRole("textbox", { name: "Body", exact: true }));
  await page.keyboard.insertText('{ "ok": true }');
  await click(palette.getByRole("option", { name: /^Response/ }));
  await click(settings.getByRole("textbox", { name: "Status" }));
  await page.keyboard.type("422");
  await click(page.getByRole("button", { name: "Test", exact: true }));
  await click(page.getByRole("button", { name: "Publish and send" }));

  await expect(page.getByRole("dialog").getByText("HTTP 200")).toBeVisible();
  await page.keyboard.press("Escape");
  const { node, canvas } = {
    node: new EditorPage(page).node("Response 2"),
    canvas: page.getByRole("application"),
  };
  await expect(node).toHaveAccessibleName(/skipped/);
  await expect(canvas.getByRole("group", { name: /^Response,.*succeeded/ })).toBeVisible();
  expect(clicks).toBeLessThanOrEqual(mostClicks);
});
