import { expectAccessibleInBothThemes } from "../fixtures/accessible.ts";
import { EditorPage } from "../fixtures/editor-page.ts";
import { expect, test } from "../fixtures/story.ts";

test("payments are filtered, known by their id, held while paused, and run when a person says so", async ({
  signedIn: page,
  server,
  api,
}, testInfo) => {
  test.slow();
  const shot = (name: string) => page.screenshot({ path: testInfo.outputPath(`${name}.png`) });
  const made = await api.workflows.create({
    document: {
      format: 1,
      name: "Payments at the door",
      mode: "async",
      trigger: { type: "webhook", config: {} },
      nodes: { keep: { type: "set", name: "Keep", config: { fields: { id: "{{ request.body.id }}" } } } },
      edges: [{ from: "trigger", to: "keep" }],
    },
  });
  const post = async (body: object) => {
    const answer = await fetch(made.hookUrl, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    const id = answer.headers.get("sluice-delivery-id") ?? "";
    return { id, status: answer.status, replayed: answer.headers.get("idempotency-replayed") };
  };
  const editor = new EditorPage(page);
  await editor.open(server.base, made.id);
  await editor.select("Webhook");

  const filter = editor.settings.getByRole("region", { name: "Filter" });
  await filter.getByRole("switch", { name: "Only some requests start the workflow" }).check();
  await editor.type("Left side of rule 1", "{{ request.body.type }}");
  await editor.type("Right side of rule 1", "paid");
  const duplicates = editor.settings.getByRole("region", { name: "Duplicates" });
  await duplicates.getByRole("switch", { name: "Know duplicates by a key" }).check();
  await editor.type("Key", "payment");
  await expect(duplicates).toContainText("Every request has this key");
  await shot("key-that-all-have");
  await editor.type("Key", "{{ request.body.id }}");
  await expect(duplicates).not.toContainText("Every request has this key");
  await duplicates.getByLabel("For", { exact: true }).fill("7");
  const paused = editor.settings.getByRole("region", { name: "While it is paused, senders get" });
  await paused.getByRole("radio", { name: "The usual answer; what comes is held" }).check();
  const keep = editor.settings.getByRole("region", { name: "What is kept of a request" });
  await keep.getByRole("radio", { name: "The variables only" }).check();
  await expect(keep).toContainText("One node reads the body that is not kept:");
  await shot("sections");
  await expectAccessibleInBothThemes(page, "the stations of the trigger");
  await keep.getByRole("radio", { name: "Everything" }).check();
  await editor.publish();

  expect((await api.workflows.get({ id: made.id })).draft.trigger.config).toEqual({
    filter: { when: { all: [{ left: "{{ request.body.type }}", operator: "equals", right: "paid" }] } },
    dedupe: { key: "{{ request.body.id }}", windowSeconds: 604_800 },
    whenPaused: "hold",
  });
  const first = await post({ type: "paid", id: "p1" });
  const second = await post({ type: "paid", id: "p1" });
  expect([first.status, first.replayed, second.status, second.replayed]).toEqual([200, null, 200, "true"]);
  const other = await post({ type: "refunded", id: "p2" });
  expect(other.status).toBe(200);

  await page.goto(`${server.base}/deliveries/${other.id}`);
  await expect(page.getByText("The filter said no")).toBeVisible();
  await expect(page.getByRole("listitem").filter({ hasText: "Not met" })).toContainText("refunded");
  await shot("filtered");
  await expectAccessibleInBothThemes(page, "a filtered delivery");
  await page.goto(`${server.base}/deliveries/${second.id}`);
  await page.getByRole("link", { name: "Open the first one" }).click();
  await expect(page).toHaveURL(new RegExp(first.id));
  await expect(page.getByText("Accepted", { exact: true })).toBeVisible();

  await editor.open(server.base, made.id);
  await page.getByRole("button", { name: "More actions" }).click();
  await expect(page.getByRole("menuitem", { name: /^Pause/ })).toContainText(
    "what comes is held until you decide",
  );
  await shot("pause");
  await page.getByRole("menuitem", { name: /^Pause/ }).click();
  await expect(page.getByText("Version 1, paused")).toBeVisible();
  const held = [];
  for (const id of ["p3", "p4", "p5"]) held.push(await post({ type: "paid", id }));
  expect(held.map(({ status }) => status)).toEqual([200, 200, 200]);
  await page.getByRole("button", { name: "3 held" }).click();
  const box = page.getByRole("region", { name: "Held requests" });
  await expect(box).toContainText("3 requests came while it was paused");
  await expect(box.getByRole("button", { name: "Run them" })).toBeDisabled();
  await shot("held");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: "Resume" }).click();

  await page.goto(`${server.base}/deliveries/${held[0]?.id}`);
  await page.getByRole("button", { name: "Discard…" }).click();
  await page.getByLabel("Why").fill("A test of theirs");
  await page.getByRole("button", { name: "Discard", exact: true }).click();
  await expect(page.getByText("A test of theirs")).toBeVisible();
  await shot("discarded");

  await editor.open(server.base, made.id);
  await page.getByRole("button", { name: "2 held" }).click();
  await expectAccessibleInBothThemes(page, "what was held");
  await box.getByRole("button", { name: "Run them" }).click();
  await page.getByRole("menuitem", { name: "As fast as it goes" }).click();
  await expect(page.getByRole("button", { name: /held$/ })).toBeHidden();
  const { items } = await api.executions.list({ workflowId: made.id });
  await expect.poll(async () => (await api.executions.list({ workflowId: made.id })).items.length).toBe(3);
  expect(items.every(({ startedBy }) => startedBy === "delivery")).toBe(true);
  expect((await api.workflows.get({ id: made.id })).held).toBe(0);
});
