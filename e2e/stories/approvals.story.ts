import type { Client } from "@sluice/api/client";
import { expect, test } from "../fixtures/story.ts";

async function asking(api: Client, name: string) {
  const made = await api.workflows.create({
    document: {
      format: 1,
      name,
      mode: "async",
      trigger: { type: "webhook", config: {} },
      nodes: {
        // Its failure is caught: whoever opens the execution sees what waits for them.
        year: {
          type: "transform",
          onError: "continue",
          config: { expression: "date(request.body.order).format('yyyy')" },
        },
        ask: {
          type: "wait",
          name: "Ask",
          config: { for: "approval", title: "Refund {{ request.body.order }}?", message: "It never came." },
        },
        yes: { type: "set", name: "Pay back", config: { fields: { said: "{{ steps.ask.comment }}" } } },
        no: { type: "set", name: "Write a letter", config: { fields: { said: "{{ steps.ask.comment }}" } } },
      },
      edges: [
        { from: "trigger", to: "year" },
        { from: "year", to: "ask" },
        { from: "ask", to: "yes" },
        { from: "ask", port: "rejected", to: "no" },
      ],
    },
  });
  await api.workflows.publish({ id: made.id });
  return async (order: string): Promise<string> => {
    const answer = await fetch(made.hookUrl, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ order }),
    });
    const id = answer.headers.get("sluice-execution-id") ?? "";
    await expect.poll(async () => (await api.executions.get({ id })).status).toBe("waiting");
    return id;
  };
}

test("an approval comes in while one looks, is decided with a comment, and the execution goes on", async ({
  signedIn: page,
  server,
  api,
}) => {
  const ask = await asking(api, "Refunds of the inbox");
  await page.goto(`${server.base}/approvals`);
  await expect(page.getByText("Nothing waits for you")).toBeVisible();
  const id = await ask("A-17");
  const entry = page.getByRole("article", { name: "Refund A-17?" });
  await expect(entry).toContainText("It never came.");
  await expect(page.getByText("1 waits for a decision")).toBeAttached();
  await entry.getByRole("textbox", { name: "Comment" }).fill("Go ahead");
  await entry.getByRole("button", { name: "Approve “Refund A-17?”" }).click();
  await expect(entry).toBeHidden();
  await expect.poll(async () => (await api.executions.get({ id })).status).toBe("succeeded");
  await page.getByText("Decided", { exact: true }).click();
  await expect(entry).toContainText("Approved");
  await expect(entry).toContainText("owner@example.com");
  await expect(entry).toContainText("Go ahead");
});

test("an approval is rejected where its step is looked at", async ({ signedIn: page, server, api }) => {
  const ask = await asking(api, "Refunds in place");
  const id = await ask("B-2");
  await page.goto(`${server.base}/executions/${id}`);
  const notice = page.getByRole("region", { name: "It waits" });
  await expect(notice).toContainText("waits for an approval: Refund B-2?");
  await notice.getByRole("button", { name: "Reject “Refund B-2?”" }).click();
  await expect(page.getByText("Succeeded").first()).toBeVisible();
  await expect(page.getByRole("list", { name: "Steps" }).getByText("Write a letter")).toBeVisible();
  const { steps } = await api.executions.get({ id });
  expect(steps.find(({ node }) => node === "ask")?.port).toBe("rejected");
});
