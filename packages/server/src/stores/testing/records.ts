import type { NewDelivery } from "../deliveries/store.ts";
import type { NewExecution } from "../executions/store.ts";

/** An id that sorts by `at`. */
export function id(prefix: string, at: number): string {
  return `${prefix}_${String(at).padStart(26, "0")}`;
}

/** A delivery that was accepted. */
export function aDelivery(more: Partial<NewDelivery>): NewDelivery {
  return {
    id: id("dlv", 0),
    workflowId: "wf_1",
    version: 1,
    receivedAt: Date.UTC(2026, 0, 2, 3, 4, 5),
    verdict: "accepted",
    reason: null,
    method: "POST",
    url: "/hooks/k?a=1",
    address: "127.0.0.1",
    headers: [{ name: "X-A", value: "1" }],
    body: new Uint8Array(0),
    bodyBytes: 0,
    bodyTruncated: false,
    variables: null,
    executionId: null,
    status: 200,
    answer: { headers: [{ name: "x-a", value: "b" }], body: "ok" },
    durationMs: 3,
    ...{ duplicateOf: null, replayOf: null, authMethod: null, rules: null, bodyRemovedAt: null },
    ...more,
  };
}

/** An execution that nobody holds. */
export function anExecution(more: Partial<NewExecution>): NewExecution {
  return {
    id: id("exe", 0),
    workflowId: "wf_1",
    version: 1,
    startedBy: "delivery",
    deliveryId: null,
    queuedAt: 1000,
    input: null,
    document: null,
    status: "succeeded",
    startedAt: 1001,
    finishedAt: null,
    answer: null,
    error: { code: "x", message: "y", node: null },
    failedByDesign: false,
    warnings: [{ code: "w", message: "m", node: null }],
    wakeAt: null,
    waitingFor: null,
    ranMs: 0,
    worker: null,
    concurrency: null,
    startKey: null,
    origin: null,
    ...more,
  };
}
