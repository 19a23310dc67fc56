import type { WorkflowDocument } from "@sluice/workflow/document";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { documentOf } from "./testing/documents.ts";
import { type OpenDoor, openDoor } from "./testing/open-door.ts";

let open: OpenDoor;
beforeAll(async () => {
  open = await openDoor();
  await open.engine.start();
});
afterAll(() => open.close());

/** Answers after somebody has called back, which it sleeps for: nobody holds it meanwhile. */
const sleeper = (sync: { timeoutSeconds?: number } = {}): WorkflowDocument =>
  documentOf({
    mode: "sync",
    trigger: { sync },
    nodes: {
      rest: { type: "wait", config: { for: "callback" } },
      reply: {
        type: "response",
        config: { kind: "text", body: "woken by {{ steps.rest.body.who }}" },
      },
    },
    edges: ["trigger>rest", "rest>reply"],
  });

async function asked(document: WorkflowDocument) {
  const { url, id } = await open.workflow(document);
  const answer = fetch(url, { method: "POST", body: "{}", headers: { "content-type": "application/json" } });
  const executionId = await vi.waitFor(async () => {
    const [execution] = await open.executions.list({ workflowId: id, limit: 1 });
    if (execution?.status !== "waiting") throw new Error(`it does not sleep: ${execution?.status}`);
    return execution.id;
  }, 20_000);
  return { answer, executionId };
}

it("a caller whose execution lay down is answered when it has come to a Response", async () => {
  const { answer, executionId } = await asked(sleeper());
  const place = { executionId, frame: "", node: "rest" };
  const woken = await fetch(`http://127.0.0.1:${open.port}${open.signer.pathOf(place)}`, {
    method: "POST",
    body: JSON.stringify({ who: "a bank" }),
    headers: { "content-type": "application/json" },
  });
  expect(woken.status).toBe(200);
  const answered = await answer;
  expect([answered.status, await answered.text()]).toEqual([200, "woken by a bank"]);
  await open.intake.drain();
  const delivery = await open.deliveries.get(answered.headers.get("sluice-delivery-id") ?? "");
  expect(delivery).toMatchObject({ status: 200, answer: { body: "woken by a bank" } });
});

it("or when it was cancelled in its sleep", async () => {
  const { answer, executionId } = await asked(sleeper());
  expect(await open.engine.cancel(executionId)).toBe(true);
  expect((await answer).status).toBe(409);
});

it("and at its deadline when nothing has come, after which nobody asks for it any more", async () => {
  const { answer, executionId } = await asked(sleeper({ timeoutSeconds: 1 }));
  expect((await answer).status).toBe(504);
  const read = vi.spyOn(open.executions, "head");
  // As long as the longest pause between two looks.
  await new Promise((resolve) => setTimeout(resolve, 600));
  expect(read.mock.calls.filter(([id]) => id === executionId)).toEqual([]);
  read.mockRestore();
});
