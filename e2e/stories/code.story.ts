import { EditorPage } from "../fixtures/editor-page.ts";
import { expect, test } from "../fixtures/story.ts";

test("a builder writes code, is told where it is wrong, and mends it", async ({ signedIn: page, server }) => {
  const editor = new EditorPage(page);
  await editor.create("Totals by customer", "Asynchronous");
  await editor.select("Webhook");
  await editor.add("Code");
  const field = editor.settings.getByRole("textbox", { name: "JavaScript", exact: true });

  await editor.type("JavaScript", "const totals = {};\nreturn totals +;");
  await expect(editor.settings.getByText("line 2, column 16")).toBeVisible();

  await editor.type(
    "JavaScript",
    "// One total for each customer\nconst totals = {};\nfor (const { customer, price, qty } of input.items) {\n  totals[customer] = (totals[customer] ?? 0) + price * qty;\n}\nreturn { totals, at: now };",
  );
  await expect(editor.settings.getByText(/^line \d/)).toBeHidden();
  await expect(field).toContainText("totals[customer]");
  // Tab leaves the field: nobody is caught in it.
  await page.keyboard.press("Escape");
  await page.keyboard.press("Tab");
  await expect(field).not.toBeFocused();

  // What was written is on the server as it was written.
  const id = page.url().split("/").at(-1) ?? "";
  await expect
    .poll(async () => JSON.stringify(await server.client().workflows.get({ id })), { timeout: 15_000 })
    .toContain("One total for each customer");
});
