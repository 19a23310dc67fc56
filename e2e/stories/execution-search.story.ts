import { expectAccessibleInBothThemes } from "../fixtures/accessible.ts";
import { expect, test } from "../fixtures/story.ts";

test("an execution is found by the search key of its delivery and by where it failed", async ({
  signedIn: page,
  server,
  api,
}, info) => {
  const { id, hookUrl } = await api.workflows.create({
    document: {
      ...{ format: 1, name: "Sought", mode: "async" },
      trigger: {
        type: "webhook",
        config: { variables: [{ key: "order", from: "body", path: "order", type: "any", required: false }] },
      },
      nodes: { charge: { type: "transform", name: "Charge", config: { expression: "(2).toFixed(500)" } } },
      edges: [{ from: "trigger", to: "charge" }],
      settings: { searchKeys: [{ name: "order", path: "trigger.order" }] },
    },
  });
  await api.workflows.publish({ id });
  for (const order of ["S-1", "S-2", "S-3"]) {
    const body = JSON.stringify({ order });
    await fetch(hookUrl, { method: "POST", headers: { "content-type": "application/json" }, body });
  }

  await page.goto(`${server.base}/executions?workflowId=${id}`);
  const rows = page.getByRole("table").getByRole("row", { name: /Failed/ });
  await expect(rows).toHaveCount(3, { timeout: 20_000 });
  const search = page.getByRole("textbox", { name: /^Search key, id/ });
  await search.fill("order:s-2 node:charge");
  await expect(rows).toHaveCount(1);
  const origin = page.getByRole("combobox", { name: /^Started by anything/ });
  await origin.click();
  await page.getByRole("option", { name: "Schedule" }).click();
  await expect(page.getByText("No execution matches these filters")).toBeVisible();
  await origin.click();
  await page.getByRole("option", { name: "Delivery" }).click();
  await expect(page).toHaveURL(/q=order%3As-2.*startedBy=delivery|startedBy=delivery.*q=order%3As-2/);
  await expect(rows).toHaveCount(1);
  await expectAccessibleInBothThemes(page, "executions that were searched");
  await page.screenshot({ path: info.outputPath("executions.png") });
  await search.fill("node:elsewhere");
  await expect(page.getByText("No execution matches these filters")).toBeVisible();
  await page.goto(`${server.base}/executions?workflowId=${id}&q=s-3`);
  await expect(rows).toHaveCount(1);

  await page.goto(`${server.base}/workflows/${id}`);
  await page.getByRole("button", { name: "Test", exact: true }).click();
  const form = page.getByRole("dialog", { name: "Send a test" });
  await form.getByRole("combobox", { name: "Fill in with" }).click();
  await page
    .getByRole("option", { name: /Accepted/ })
    .last()
    .click();
  await expect(form.getByRole("textbox", { name: "Body" })).toHaveValue('{"order":"S-1"}');
  await page.screenshot({ path: info.outputPath("test.png") });
  await form.getByRole("button", { name: "Run the draft" }).click();
  await expect(form.getByText(/The draft (is running|has run)/)).toBeVisible();
});
