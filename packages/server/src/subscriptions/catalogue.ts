import type { CatalogueEvent } from "@sluice/api/schemas";
import type { Json } from "@sluice/workflow/node-contract";
import type { EventTypeRecord } from "../stores/subscriptions/store.ts";

/** What Sluice itself publishes. */
const own: readonly CatalogueEvent[] = [
  {
    type: "alert.firing",
    description: "A rule of what is watched is beyond its limit; told again by the rule's interval.",
    schema: null,
    example: {
      alert: { id: "alr_01M8…", name: "Many executions fail", kind: "failure-rate" },
      workflow: { id: "wf_01M8…", name: "Payments" },
      message: "7 of 20 executions of “Payments” of the last 15 minutes failed.",
      ...{ value: 7, of: 20, url: "https://sluice.example/executions?status=failed" },
      ...{ firingSince: "2026-05-01T08:30:00.000Z", resolvedAt: null, sample: false },
    },
    origin: "sluice",
  },
  {
    type: "alert.resolved",
    description: "What a rule had told of is over.",
    schema: null,
    example: {
      alert: { id: "alr_01M8…", name: "Many executions fail", kind: "failure-rate" },
      workflow: { id: "wf_01M8…", name: "Payments" },
      message: "1 of 20 executions of “Payments” of the last 15 minutes failed.",
      ...{ value: 1, of: 20, url: "https://sluice.example/executions?status=failed" },
      ...{ firingSince: "2026-05-01T08:30:00.000Z", resolvedAt: "2026-05-01T08:52:00.000Z", sample: false },
    },
    origin: "sluice",
  },
  {
    type: "delivery.refused",
    description:
      "Deliveries of a workflow were refused: at most one a minute for each reason, with how many there were since the last. Made only while somebody asks for it.",
    schema: null,
    example: {
      delivery: { id: "dlv_01M8…", workflowId: "wf_01M8…", reason: "unauthorized", status: 401 },
      count: 12,
    },
    origin: "sluice",
  },
  {
    type: "execution.failed",
    description: "An execution of a workflow has failed or timed out.",
    schema: null,
    example: {
      execution: { id: "exe_01M8…", workflowId: "wf_01M8…", workflowName: "Payments", status: "failed" },
      error: { code: "network-failed", message: "shop.example did not answer", node: "fetchOrder" },
      byDesign: false,
    },
    origin: "sluice",
  },
  {
    type: "execution.succeeded",
    description:
      "An execution of a workflow has succeeded, unless an event of this type started it. Made only while somebody asks for it.",
    schema: null,
    example: {
      execution: { id: "exe_01M8…", workflowId: "wf_01M8…", workflowName: "Payments", status: "succeeded" },
    },
    origin: "sluice",
  },
  {
    type: "subscription.disabled",
    description: "A subscription to events was disabled, because its URL kept failing or answered 410.",
    schema: null,
    example: { subscription: { id: "wh_01M8…", url: "https://shop.example/hooks" }, reason: "failing" },
    origin: "sluice",
  },
  {
    type: "workflow.paused",
    description: "A workflow was paused: its trigger takes nothing, or holds it.",
    schema: null,
    example: { workflow: { id: "wf_01M8…", name: "Payments" } },
    origin: "sluice",
  },
  {
    type: "workflow.published",
    description: "A version of a workflow was published.",
    schema: null,
    example: {
      ...{ workflow: { id: "wf_01M8…", name: "Payments" }, version: 4 },
      ...{ note: "Refunds go to the ledger", publishedBy: "ada@shop.example" },
    },
    origin: "sluice",
  },
  {
    type: "workflow.resumed",
    description: "A workflow that was paused goes on.",
    schema: null,
    example: { workflow: { id: "wf_01M8…", name: "Payments" } },
    origin: "sluice",
  },
];

/** Everything that can be subscribed to by name: what Sluice publishes, what was described and what was seen. */
export function catalogueOf(records: readonly EventTypeRecord[]): CatalogueEvent[] {
  const names = new Set(own.map(({ type }) => type));
  const others = records
    .filter(({ type }) => !names.has(type))
    .map(
      ({ type, description, schema, example, described }): CatalogueEvent => ({
        ...{ type, description, schema: parsed(schema), example: parsed(example) },
        origin: described ? "described" : "learned",
      }),
    );
  return [...own, ...others].sort((a, b) => (a.type < b.type ? -1 : 1));
}

/** JSON text of our own writing. */
function parsed(text: string | null): Json {
  return text === null ? null : (JSON.parse(text) as Json);
}
