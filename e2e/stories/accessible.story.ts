import { paymentDocument } from "@sluice/workflow/testing";
import { expectAccessible } from "../fixtures/accessible.ts";
import { EditorPage } from "../fixtures/editor-page.ts";
import { expect, test } from "../fixtures/story.ts";

for (const colorScheme of ["light", "dark"] as const) {
  test(`every screen is axe-clean in ${colorScheme}`, async ({ signedIn: page, api, server }) => {
    test.slow();
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const made = await api.workflows.create({
      document: { ...paymentDocument(), name: `Payment in ${colorScheme}` },
    });
    await api.workflows.publish({ id: made.id });
    const post = (body: unknown) =>
      fetch(made.hookUrl, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      });
    const accepted = await post({ amount: 149.9, transaction_id: "tx_1" });
    const refused = await post({ amount: "lots" });

    const visit = async (path: string, ready: string | RegExp) => {
      await page.goto(server.base + path);
      await expect(page.getByText(ready).first()).toBeVisible();
      await expectAccessible(page, path);
    };
    await visit("/workflows", made.name);
    await visit("/deliveries", "Accepted");
    await visit(`/deliveries/${accepted.headers.get("sluice-delivery-id")}`, "tx_1");
    await visit(`/deliveries/${refused.headers.get("sluice-delivery-id")}`, "422");
    await visit("/executions", made.name);
    await visit(`/executions/${accepted.headers.get("sluice-execution-id")}`, "Big?");
    await visit("/settings", "Errors and records");
    const { id } = await api.credentials.create({
      name: `Shop in ${colorScheme}`,
      hosts: ["shop.example"],
      auth: { type: "basic", username: "ada", password: "correct horse" },
    });
    await visit("/credentials", `Shop in ${colorScheme}`);
    await page.getByRole("button", { name: `Shop in ${colorScheme}`, exact: true }).click();
    await expect(page.getByLabel("User name")).toHaveValue("ada");
    await expectAccessible(page, "the dialog of a credential");
    await api.credentials.delete({ id });

    const editor = new EditorPage(page);
    await editor.open(server.base, made.id);
    await expectAccessible(page, "the drawing");
    await editor.select("Webhook");
    await expectAccessible(page, "the trigger panel");
    await editor.select("Big?");
    await expectAccessible(page, "the inspector of a condition");
    await editor.select("Yes");
    await expectAccessible(page, "the inspector of a response");
    await page.getByRole("button", { name: "Publish", exact: true }).click();
    await expect(page.getByRole("dialog")).toBeVisible();
    await expectAccessible(page, "the publish dialog");
  });
}

for (const colorScheme of ["light", "dark"] as const) {
  test(`containers, iterations, approvals and schedules are axe-clean in ${colorScheme}`, async ({
    signedIn: page,
    api,
    server,
  }) => {
    test.slow();
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const made = await api.workflows.create({
      document: {
        format: 1,
        name: `Orders in ${colorScheme}`,
        mode: "async",
        trigger: { type: "webhook", config: {} },
        nodes: {
          each: {
            type: "loop",
            name: "Each date",
            config: { over: "items", items: "{{ request.body.dates }}", onItemError: "skip" },
          },
          year: {
            type: "transform",
            name: "Year",
            parent: "each",
            config: { expression: "date(item).format('yyyy')" },
          },
          ask: {
            type: "wait",
            name: "Ask",
            config: { for: "approval", title: `Done in ${colorScheme}?`, timeout: 3, unit: "days" },
          },
        },
        edges: [
          { from: "trigger", to: "each" },
          { from: "each", to: "ask" },
        ],
      },
    });
    await api.workflows.publish({ id: made.id });
    const answer = await fetch(made.hookUrl, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ dates: ["2026-01-31T09:00:00Z", "no date"] }),
    });
    const execution = answer.headers.get("sluice-execution-id") ?? "";
    await expect.poll(async () => (await api.executions.get({ id: execution })).status).toBe("waiting");

    await page.goto(`${server.base}/approvals`);
    await expect(page.getByRole("article", { name: `Done in ${colorScheme}?` })).toBeVisible();
    await expectAccessible(page, "the approvals");
    await page.goto(`${server.base}/executions/${execution}`);
    await expect(page.getByRole("textbox", { name: "Iteration of Each date" })).toHaveValue("2");
    await expect(page.getByRole("region", { name: "It waits" })).toBeVisible();
    await expectAccessible(page, "an execution with iterations");

    const editor = new EditorPage(page);
    await editor.open(server.base, made.id);
    await editor.node("Year").click();
    await page.getByText("Errors, attempts and time").click();
    await page.getByRole("switch", { name: "Try again when it fails" }).check();
    await page.getByText("Joining, cache, key and note").click();
    await page.getByRole("switch", { name: "Keep the output for next time" }).check();
    await expectAccessible(page, "a container and the options of a node in it");
    await editor.select("Webhook");
    await page.getByRole("combobox", { name: "What starts it" }).click();
    await page.getByRole("option", { name: "Schedule", exact: true }).click();
    await expect(page.getByRole("heading", { name: "The next times" })).toBeVisible();
    await expectAccessible(page, "the schedule");
    // The stories of approvals, on the same server, begin with an empty inbox.
    await api.executions.cancel({ id: execution });
  });
}

test("signing in is axe-clean", async ({ page, server }) => {
  await page.goto(`${server.base}/sign-in`);
  await expect(page.getByRole("button", { name: "Sign in" })).toBeVisible();
  await expectAccessible(page, "sign in");
});
