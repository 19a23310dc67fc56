import { EditorPage } from "../fixtures/editor-page.ts";
import { payment } from "../fixtures/shared-payloads.ts";
import { expect, test } from "../fixtures/story.ts";

/** The main job: a newcomer draws a workflow, pastes an example, publishes, and a third party's POST is answered. */
test("a payment callback is drawn, published, answered and explained", async ({ signedIn: page }) => {
  const editor = new EditorPage(page);
  // Other stories may share the server: rows are told by this name.
  const name = "Answered payments";
  await editor.create(name, "Synchronous");

  await test.step("the example becomes variables", async () => {
    await editor.pasteBody(payment);
    const variables = editor.settings.getByRole("region", { name: /^Variables/ });
    for (const key of ["event_type", "transaction_id", "amount", "customer_email"]) {
      await expect(variables.getByText(key, { exact: true }).first()).toBeVisible();
    }
  });

  await test.step("a condition with two answers is drawn", async () => {
    await editor.add("Condition");
    await editor.settings.getByRole("button", { name: "Rule", exact: true }).click();
    await editor.type("Left side of rule 1", "{{ trigger.amount }}");
    await editor.choose("Operator of rule 1", "is greater than");
    await editor.type("Right side of rule 1", "100");
    await editor.add("Response");
    await editor.rename("Thank the caller");
    await editor.type("Body", '{ "ok": true, "id": "{{ trigger.transaction_id }}" }');
    await editor.select("Condition");
    await editor.add("Response");
    await editor.rename("Refuse");
    await editor.settings.getByRole("textbox", { name: "Status" }).fill("422");
    await editor.type("Body", '{ "ok": false }');
    await expect(editor.edge("Condition, exit true,", "Thank the caller")).toHaveCount(1);
    await expect(editor.edge("Condition, exit false,", "Refuse")).toHaveCount(1);
  });

  await editor.publish("first version");
  await expect(page.getByText("Version 1 published")).toBeVisible();
  const url = await editor.hookUrl();
  const post = (body: unknown) =>
    fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });

  await test.step("a third party is answered by the branch it takes", async () => {
    const large = await post(JSON.parse(payment));
    expect(large.status).toBe(200);
    expect(await large.json()).toEqual({ ok: true, id: "tx_90417" });
    const small = await post({ ...JSON.parse(payment), amount: 12 });
    expect(small.status).toBe(422);
    expect(await small.json()).toEqual({ ok: false });
    const got = await fetch(url);
    expect(got.status).toBe(405);
    expect(got.headers.get("allow")).toBe("POST");
  });

  await test.step("the deliveries tell what came and why", async () => {
    await page.getByRole("link", { name: "Deliveries", exact: true }).click();
    const rows = page.getByRole("row").filter({ hasText: name });
    await expect(rows.filter({ hasText: "Accepted" })).toHaveCount(2);
    await expect(rows.filter({ hasText: "Refused" })).toHaveCount(1);
    await expect(rows.filter({ hasText: "Refused" })).toContainText("405");
  });

  await test.step("the execution shows the path taken", async () => {
    await page.getByRole("link", { name: "Executions", exact: true }).click();
    // The list of deliveries has such a row too, and stands until this one has come.
    await page.waitForURL(/\/executions$/);
    await expect(page.getByRole("heading", { name: "Executions", level: 1 })).toBeVisible();
    await page.getByRole("row").filter({ hasText: name }).first().getByRole("link").first().click();
    await page.waitForURL(/\/executions\/exe_/);
    const way = page.getByRole("region", { name: "The way of the execution through the workflow" });
    await expect(
      way.getByRole("img", { name: "Edge from Webhook, succeeded to Condition, succeeded" }),
    ).toHaveCount(1);
    await expect(page.getByRole("button", { name: /^Succeeded Condition false/ })).toBeVisible();
    await expect(page.getByRole("button", { name: /^Succeeded Refuse/ })).toBeVisible();
    await expect(page.getByRole("button", { name: /^Skipped Thank the caller/ })).toBeVisible();
    await page.getByRole("button", { name: /^Succeeded Condition false/ }).click();
    await page.getByRole("tab", { name: "Rules" }).click();
    await expect(page.getByText("Not met").first()).toBeVisible();
  });
});
