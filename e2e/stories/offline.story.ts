import { EditorPage } from "../fixtures/editor-page.ts";
import { expect, test } from "../fixtures/story.ts";

/** Scripts that the editor needs only once something is opened. */
const parts = ["trigger-panel", "code-field", "send-test-form", "run-view"];

test("without the network the editor goes on, and saves when it is back", async ({
  signedIn: page,
  context,
  api,
}) => {
  const fetched = new Set<string>();
  page.on("requestfinished", (request) => fetched.add(new URL(request.url()).pathname));
  const editor = new EditorPage(page);
  const id = await editor.create("On a train", "Synchronous");
  // Fetched while the browser is idle, one after the other.
  const missing = () =>
    parts.filter((part) => ![...fetched].some((path) => path.includes(`/${part}-`) && path.endsWith(".js")));
  await expect.poll(missing, { timeout: 60_000 }).toEqual([]);
  await context.setOffline(true);

  await test.step("what was not shown before is there all the same", async () => {
    await editor.add("Condition");
    await editor.type("Left side of rule 1", "{{ trigger.id }}");
    await editor.add("Response");
    await editor.select("Webhook");
    await expect(editor.settings.getByRole("region", { name: "URL" })).toBeVisible();
    await page.getByRole("button", { name: "Test", exact: true }).click();
    await expect(page.getByRole("dialog", { name: "Send a test" }).getByLabel("Body")).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(page.getByText("could not be loaded")).toHaveCount(0);
    await expect(page.getByText(/^Offline/)).toBeVisible();
  });

  await context.setOffline(false);
  await editor.saved();
  const { draft } = await api.workflows.get({ id });
  expect(Object.keys(draft.nodes)).toEqual(["condition", "response"]);
  expect(JSON.stringify(draft.nodes.condition?.config)).toContain("trigger.id");
});

test("a part whose script does not come says so in its place, and comes by itself later", async ({
  signedIn: page,
  context,
}) => {
  const blocked = new RegExp(`/assets/(${parts.join("|")})-.*js`);
  await context.route(blocked, (route) => route.abort());
  const editor = new EditorPage(page);
  await editor.create("Half loaded", "Synchronous");
  const failed = editor.settings.getByText("This part could not be loaded");
  await expect(failed).toBeVisible();
  await editor.settings.getByRole("button", { name: "Try again" }).click();
  await expect(failed).toBeVisible();

  await test.step("the drawing and the settings of nodes stay usable", async () => {
    await editor.add("Condition");
    const left = editor.settings.getByRole("textbox", { name: "Left side of rule 1" });
    await left.fill("{{ trigger.id }}");
    await expect(left).toHaveValue("{{ trigger.id }}");
    await editor.saved();
  });

  await context.unroute(blocked);
  await editor.node("Webhook").click();
  await expect(editor.settings.getByRole("region", { name: "URL" })).toBeVisible();
});
