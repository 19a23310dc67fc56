import { expect, test } from "../fixtures/story.ts";

test("eight tabs on one execution leave the browser connections to work with, and all see what happens", async ({
  signedIn: first,
  server,
  api,
}) => {
  test.slow();
  const context = first.context();
  const streams = new Set<unknown>();
  context.on("request", (request) => {
    if (new URL(request.url()).pathname === "/api/v1/live") streams.add(request);
  });
  for (const ended of ["requestfinished", "requestfailed"] as const) {
    context.on(ended as "requestfinished", (request) => void streams.delete(request));
  }
  const approval = (title: string) => ({ type: "wait", name: title, config: { for: "approval", title } });
  const made = await api.workflows.create({
    document: {
      ...{ format: 1, name: "Asks twice", mode: "async", trigger: { type: "webhook", config: {} } },
      nodes: { one: approval("First question"), two: approval("Second question") },
      edges: [
        { from: "trigger", to: "one" },
        { from: "one", to: "two" },
      ],
    },
  });
  await api.workflows.publish({ id: made.id });
  const answer = await fetch(made.hookUrl, { method: "POST" });
  const id = answer.headers.get("sluice-execution-id") ?? "";
  await expect.poll(async () => (await api.executions.get({ id })).status).toBe("waiting");

  const tabs = [first];
  while (tabs.length < 8) tabs.push(await context.newPage());
  await test.step("all of them open", async () => {
    for (const tab of tabs) await tab.goto(`${server.base}/executions/${id}`, { waitUntil: "commit" });
    for (const tab of tabs) {
      await expect(tab.getByRole("region", { name: "It waits" })).toContainText("First question");
    }
    expect(streams.size).toBeLessThan(3);
  });

  await test.step("a call of the first one is answered, and a decision there is seen in all", async () => {
    const status = await first.evaluate(async () => (await fetch("/api/v1/session")).status);
    expect(status).toBe(200);
    await first.getByRole("button", { name: "Approve “First question”" }).click();
    for (const tab of tabs) {
      const notice = tab.getByRole("region", { name: "It waits" });
      await expect(notice).toContainText("Second question", { timeout: 30_000 });
    }
    await first.screenshot({ path: test.info().outputPath("many-tabs.png") });
  });

  await test.step("when the tab that listens for all is closed, another one goes on", async () => {
    await first.close();
    const rest = tabs.slice(1);
    await rest[0]?.getByRole("button", { name: "Approve “Second question”" }).click();
    for (const tab of rest) {
      await expect(tab.getByText("Succeeded").first()).toBeVisible({ timeout: 30_000 });
    }
    expect(streams.size).toBeLessThan(3);
  });
});
