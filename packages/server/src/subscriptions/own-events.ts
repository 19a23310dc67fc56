import type { CatalogueEvent } from "@sluice/api/schemas";
import type { Json, JsonObject } from "@sluice/workflow/node-contract";

type OwnEvent = Pick<CatalogueEvent, "type" | "description" | "schema" | "example">;

const text = { type: "string" };
const whole = { type: "integer" };
const moment = { type: "string", format: "date-time" };
const flag = { type: "boolean" };
const orNull = (schema: JsonObject): JsonObject => ({ anyOf: [schema, { type: "null" }] });

/** All of these are there; more may come, so that a receiver passes over what it does not know. */
function object(properties: Readonly<Record<string, JsonObject>>): JsonObject {
  return { type: "object", properties: { ...properties }, required: Object.keys(properties) };
}

const dialect = { $schema: "https://json-schema.org/draft/2020-12/schema" };

const alertSchema = {
  ...dialect,
  ...object({
    alert: object({ id: text, name: text, kind: text, url: text }),
    workflow: orNull(object({ id: text, name: orNull(text) })),
    message: orNull(text),
    value: orNull({ type: "number" }),
    of: orNull({ type: "number" }),
    url: orNull(text),
    firingSince: orNull(moment),
    resolvedAt: orNull(moment),
    sample: flag,
  }),
};
const alertExample = (message: string, value: number, resolvedAt: string | null): Json => ({
  alert: {
    ...{ id: "alr_01M8…", name: "Many executions fail", kind: "failure-rate" },
    url: "https://sluice.example/alerts",
  },
  workflow: { id: "wf_01M8…", name: "Payments" },
  ...{ message, value, of: 20, url: "https://sluice.example/executions?status=failed" },
  ...{ firingSince: "2026-05-01T08:30:00.000Z", resolvedAt, sample: false },
});

const executionSchema = object({
  ...{ id: text, workflowId: text, workflowName: text, version: orNull(whole), status: text },
  ...{ startedBy: text, startedAt: orNull(moment), finishedAt: orNull(moment), url: text },
});
const executionExample = (status: string): Json => ({
  ...{ id: "exe_01M8…", workflowId: "wf_01M8…", workflowName: "Payments", version: 4, status },
  ...{ startedBy: "delivery", startedAt: "2026-05-01T08:30:00.000Z" },
  ...{ finishedAt: "2026-05-01T08:30:01.200Z", url: "https://sluice.example/executions/exe_01M8…" },
});

const workflowSchema = object({ id: text, name: text });
const workflowExample: Json = { id: "wf_01M8…", name: "Payments" };

/** What Sluice itself publishes. */
export const ownEvents: readonly OwnEvent[] = [
  {
    type: "alert.firing",
    description: "A rule of what is watched is beyond its limit; told again by the rule's interval.",
    schema: alertSchema,
    example: alertExample("7 of 20 executions of “Payments” of the last 15 minutes failed.", 7, null),
  },
  {
    type: "alert.resolved",
    description: "What a rule had told of is over.",
    schema: alertSchema,
    example: alertExample(
      "1 of 20 executions of “Payments” of the last 15 minutes failed.",
      1,
      "2026-05-01T08:52:00.000Z",
    ),
  },
  {
    type: "delivery.refused",
    description:
      "Deliveries of a workflow were refused: at most one a minute for each reason, with how many there were since the last. Made only while somebody asks for it.",
    schema: {
      ...dialect,
      ...object({
        delivery: object({
          ...{ id: text, workflowId: text, reason: orNull(text), status: whole, method: text, address: text },
          receivedAt: moment,
        }),
        count: { type: "integer", minimum: 1 },
      }),
    },
    example: {
      delivery: {
        ...{ id: "dlv_01M8…", workflowId: "wf_01M8…", reason: "unauthorized", status: 401, method: "POST" },
        ...{ address: "203.0.113.7", receivedAt: "2026-05-01T08:30:00.000Z" },
      },
      count: 12,
    },
  },
  {
    type: "execution.failed",
    description: "An execution of a workflow has failed or timed out.",
    schema: {
      ...dialect,
      ...object({
        execution: executionSchema,
        error: object({ code: text, message: text, node: orNull(text) }),
        ...{ byDesign: flag, sample: flag },
      }),
    },
    example: {
      execution: executionExample("failed"),
      error: { code: "network-failed", message: "shop.example did not answer", node: "fetchOrder" },
      ...{ byDesign: false, sample: false },
    },
  },
  {
    type: "execution.succeeded",
    description:
      "An execution of a workflow has succeeded, unless an event of this type started it. Made only while somebody asks for it.",
    schema: { ...dialect, ...object({ execution: executionSchema }) },
    example: { execution: executionExample("succeeded") },
  },
  {
    type: "subscription.disabled",
    description: "A subscription to events was disabled, because its URL kept failing or answered 410.",
    schema: {
      ...dialect,
      ...object({ subscription: object({ id: text, url: text }), reason: orNull(text) }),
    },
    example: { subscription: { id: "wh_01M8…", url: "https://shop.example/hooks" }, reason: "failing" },
  },
  {
    type: "webhook.test",
    description: "Sent by hand to one subscription, whatever it asks for, to see what its URL answers.",
    schema: { ...dialect, ...object({ message: text }) },
    example: { message: "This is a test webhook from Sluice" },
  },
  {
    type: "workflow.paused",
    description: "A workflow was paused: its trigger takes nothing, or holds it.",
    schema: { ...dialect, ...object({ workflow: workflowSchema }) },
    example: { workflow: workflowExample },
  },
  {
    type: "workflow.published",
    description: "A version of a workflow was published.",
    schema: {
      ...dialect,
      ...object({ workflow: workflowSchema, version: whole, note: orNull(text), publishedBy: orNull(text) }),
    },
    example: {
      ...{ workflow: workflowExample, version: 4 },
      ...{ note: "Refunds go to the ledger", publishedBy: "ada@shop.example" },
    },
  },
  {
    type: "workflow.resumed",
    description: "A workflow that was paused goes on.",
    schema: { ...dialect, ...object({ workflow: workflowSchema }) },
    example: { workflow: workflowExample },
  },
];
