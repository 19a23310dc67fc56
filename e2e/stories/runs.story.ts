import type { Client } from "@sluice/api/client";
import type { WorkflowDocument } from "@sluice/workflow/document";
import { expect, test } from "../fixtures/story.ts";

async function published(api: Client, document: Omit<WorkflowDocument, "format" | "mode" | "trigger">) {
  const made = await api.workflows.create({
    document: { format: 1, mode: "async", trigger: { type: "webhook", config: {} }, ...document },
  });
  await api.workflows.publish({ id: made.id });
  return made;
}

/** Posts to the trigger URL and answers the execution's id. */
async function post(hookUrl: string, body: unknown): Promise<string> {
  const answer = await fetch(hookUrl, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  expect(answer.status).toBeLessThan(300);
  return answer.headers.get("sluice-execution-id") ?? "";
}

test("a failed iteration is found among many, and only it is read", async ({
  signedIn: page,
  server,
  api,
}) => {
  const { hookUrl } = await published(api, {
    name: "One of them fails",
    nodes: {
      each: {
        type: "loop",
        name: "Each number",
        config: { over: "items", items: "{{ request.body.numbers }}", onItemError: "skip" },
      },
      year: {
        type: "transform",
        name: "Its year",
        parent: "each",
        config: { expression: "date(item).format('yyyy')" },
      },
    },
    edges: [{ from: "trigger", to: "each" }],
  });
  const numbers = Array.from({ length: 300 }, (_, at) => (at === 217 ? "no date" : "2026-01-31T09:00:00Z"));
  const id = await post(hookUrl, { numbers });
  await expect.poll(async () => (await api.executions.get({ id })).status).toBe("succeeded");

  const frames: string[] = [];
  page.on("request", (request) => {
    const { pathname, searchParams } = new URL(request.url());
    if (pathname.endsWith("/steps")) frames.push(searchParams.get("frame") ?? "");
  });
  await page.goto(`${server.base}/executions/${id}`);
  const steps = page.getByRole("list", { name: "Steps" });
  await expect(steps.getByText("300 iterations, 1 failed")).toBeVisible();
  // Whoever opens it sees what failed.
  await expect(page.getByRole("textbox", { name: "Iteration of Each number" })).toHaveValue("218");
  await expect(page.getByRole("region", { name: /Its year/ })).toContainText("iteration 218");
  await page.getByRole("button", { name: "Previous iteration" }).click();
  await expect(page.getByRole("region", { name: /Its year/ })).toContainText('"2026"');
  await page.getByRole("checkbox", { name: /^failed only/ }).check();
  await expect(page.getByRole("textbox", { name: "Iteration of Each number" })).toHaveValue("218");
  expect(new Set(frames).size).toBeLessThanOrEqual(3);
});

test("a waiting execution says what for, and is cancelled", async ({ signedIn: page, server, api }) => {
  const { hookUrl } = await published(api, {
    name: "Sleeps for a day",
    nodes: { nap: { type: "delay", name: "Nap", config: { mode: "for", amount: 1, unit: "days" } } },
    edges: [{ from: "trigger", to: "nap" }],
    settings: { concurrency: { key: "{{ request.body.customer }}", limit: 1, whenFull: "queue" } },
  });
  const first = await post(hookUrl, { customer: "customer-7" });
  await expect.poll(async () => (await api.executions.get({ id: first })).status).toBe("waiting");
  await post(hookUrl, { customer: "customer-7" });
  await page.goto(`${server.base}/executions`);
  await expect(page.getByText("waits for its turn: customer-7")).toBeVisible();
  await expect(page.getByText(/^sleeps, until /)).toBeVisible();

  await page.goto(`${server.base}/executions/${first}`);
  await page.getByRole("button", { name: "Cancel", exact: true }).click();
  await page.getByRole("button", { name: "Cancel the execution" }).click();
  // The question says “cancelled” too, until it has faded.
  await expect(page.getByText("Cancelled", { exact: true }).first()).toBeVisible();
  expect((await api.executions.get({ id: first })).status).toBe("cancelled");
});

test("a failed execution is retried from the failed step, as a new one that says so", async ({
  signedIn: page,
  server,
  api,
}) => {
  const { hookUrl } = await published(api, {
    name: "Fails at the date",
    nodes: {
      before: { type: "set", name: "Before", config: { fields: { at: "{{ request.body.at }}" } } },
      year: {
        type: "transform",
        name: "Year",
        config: { expression: "date(steps.before.at).format('yyyy')" },
      },
    },
    edges: [
      { from: "trigger", to: "before" },
      { from: "before", to: "year" },
    ],
  });
  const id = await post(hookUrl, { at: "no date" });
  await expect.poll(async () => (await api.executions.get({ id })).status).toBe("failed");
  await page.goto(`${server.base}/executions/${id}`);
  await page.getByRole("button", { name: "Retry" }).click();
  await page.getByRole("menuitem", { name: /^From where it failed.*new idempotency keys/ }).click();
  await page.waitForURL((url) => url.pathname.startsWith("/executions/") && !url.pathname.endsWith(id));
  await expect(page.getByText("as a retry")).toBeVisible();
  await page.getByRole("link", { name: "Retry of this execution" }).click();
  await page.waitForURL(`${server.base}/executions/${id}`);
});
