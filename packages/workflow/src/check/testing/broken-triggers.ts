import type { WorkflowDocument } from "../../document/schema.ts";
import type { JsonObject } from "../../node-contract/json.ts";
import type { BrokenDocument } from "./broken-document.ts";
import { answer, step, variable, workflow } from "./small-documents.ts";

const startedBy = (
  triggerType: string,
  trigger: JsonObject,
  more: { a?: WorkflowDocument["nodes"][string]; mode?: "sync" | "async" } = {},
) =>
  workflow({
    triggerType,
    trigger,
    nodes: { a: more.a ?? step() },
    edges: ["trigger a"],
    mode: more.mode ?? "async",
  });
const asking = (name: string) => ({ a: step({ value: `{{ trigger.${name} }}` }) });
const schedule = (cron: string, more: JsonObject = {}) => startedBy("schedule", { cron, ...more });

/** Triggers besides the webhook. */
export const brokenTriggers: BrokenDocument[] = [
  {
    name: "an unknown trigger type",
    document: startedBy("moon", {}, asking("anything")),
    finds: ["unknown-trigger-type @ trigger.type"],
  },
  {
    name: "weekdays at nine in Paris",
    document: schedule("0 9 * * 1-5", { timeZone: "Europe/Paris", missed: "all" }),
    finds: [],
  },
  { name: "every ten seconds, and a leap day", document: schedule("*/10 0 0 29 2 *"), finds: [] },
  ...["61 * * * *", "nine o'clock", "* * *", "0 0 0 1 1 * 2030"].map((cron) => ({
    name: `the schedule ${cron}`,
    document: schedule(cron),
    finds: ["invalid-config @ trigger.config.cron"],
  })),
  {
    name: "a schedule that never comes, in a place that does not exist",
    document: schedule("0 0 30 2 *", { timeZone: "Mars/Olympus" }),
    finds: ["invalid-config @ trigger.config.timeZone", "invalid-config @ trigger.config.cron"],
  },
  {
    name: "a schedule without moments, with a setting that is not there",
    document: startedBy("schedule", { missed: "some", every: 5 }),
    finds: [
      "missing-config @ trigger.config.cron",
      "invalid-config @ trigger.config.missed",
      "unknown-field @ trigger.config.every",
    ],
  },
  {
    name: "a variable of a schedule",
    document: startedBy("schedule", { cron: "0 9 * * *" }, asking("id")),
    finds: ["unknown-variable @ nodes.a.config.value"],
  },
  {
    name: "events, with a variable of their data",
    document: startedBy(
      "event",
      { types: ["invoice.*", "*", "a.*.c", "order_2.paid"], variables: [variable("id", "id")] },
      asking("id"),
    ),
    finds: [],
  },
  {
    name: "patterns that are none, and a variable that nobody declared",
    document: startedBy("event", { types: ["Invoice.*", "a..b", "a*", ""] }, asking("id")),
    finds: [
      ...[0, 1, 2, 3].map((at) => `invalid-config @ trigger.config.types.${at}`),
      "unknown-variable @ nodes.a.config.value",
    ],
  },
  {
    name: "no events at all",
    document: startedBy("event", { types: [] }),
    finds: ["invalid-config @ trigger.config.types"],
  },
  {
    name: "variables of an event from where there is nothing, twice, and with a broken path",
    document: startedBy("event", {
      types: ["a"],
      variables: [{ ...variable("v", "a"), from: "query" }, variable("v", "a"), variable("w", "a..b")],
    }),
    finds: [
      "invalid-config @ trigger.config.variables.0.from",
      "duplicate-variable @ trigger.config.variables.1.key",
      "invalid-path @ trigger.config.variables.2.path",
    ],
  },
  {
    name: "a call without declared variables: anything may come",
    document: startedBy("call", {}, asking("anything")),
    finds: [],
  },
  {
    name: "a call with declared variables",
    document: startedBy("call", { variables: [variable("id", "id")] }, asking("other")),
    finds: ["unknown-variable @ nodes.a.config.value"],
  },
  {
    name: "a schema that cannot be used",
    document: startedBy("webhook", {
      contract: { schema: { properties: { a: { type: "text" } }, $ref: "https://example.com/a.json" } },
    }),
    finds: [
      "invalid-schema @ trigger.config.contract.schema.properties.a",
      "invalid-schema @ trigger.config.contract.schema",
    ],
  },
  {
    name: "a redirect that leads nowhere, with a status that is none, and a location of its own",
    document: startedBy("webhook", {
      response: { kind: "redirect", status: 200, headers: [{ name: "Location", value: "/x" }] },
    }),
    finds: [
      "invalid-header @ trigger.config.response.headers.0.name",
      "missing-config @ trigger.config.response.location",
      "invalid-config @ trigger.config.response.status",
    ],
  },
  {
    name: "a location outside of the statuses that lead somewhere",
    document: startedBy("webhook", { response: { headers: [{ name: "location", value: "/x" }] } }),
    finds: ["invalid-header @ trigger.config.response.headers.0.name"],
  },
  {
    name: "a location with a status that leads somewhere",
    document: workflow({
      triggerType: "webhook",
      trigger: { response: { status: 303, headers: [{ name: "location", value: "/x" }] } },
      mode: "async",
      nodes: { a: step() },
      edges: ["trigger a"],
    }),
    finds: [],
  },
  {
    name: "a filter, a key for duplicates and a pause that holds",
    document: startedBy("webhook", {
      variables: [variable("id", "id")],
      filter: {
        when: { all: [{ left: "{{ request.body.type }}", operator: "equals", right: "paid" }] },
        answer: { status: 202, body: "not for {{ trigger.id }}" },
      },
      dedupe: { key: '{{ request.headers["webhook-id"] }}' },
      ...{ whenPaused: "hold", keep: "variables" },
    }),
    finds: [],
  },
  {
    name: "a location with a status that a template gives",
    document: startedBy("webhook", {
      response: { status: "{{ request.body.s }}", headers: [{ name: "location", value: "/x" }] },
    }),
    finds: [],
  },
  {
    name: "a filter by one expression",
    document: startedBy("webhook", { filter: { when: { expression: "request.body.a > 1" } } }),
    finds: [],
  },
  {
    name: "a filter that is none, and one whose answer is wrong",
    document: startedBy("webhook", {
      filter: { when: "paid", answer: { status: "soon", headers: [{ name: "set-cookie", value: "a" }] } },
    }),
    finds: [
      "invalid-config @ trigger.config.filter.answer.status",
      "invalid-config @ trigger.config.filter.when",
      "invalid-header @ trigger.config.filter.answer.headers.0.name",
    ],
  },
  {
    name: "a filter that was begun, with what is not there yet, and a variable that nobody declared",
    document: startedBy("webhook", {
      filter: {
        when: {
          all: [
            { left: "", operator: "equals", right: 1 },
            { any: [{ left: "{{ trigger.other }}", operator: "greater" }] },
            { left: "{{ steps.a }}", operator: "exists" },
          ],
        },
      },
    }),
    finds: [
      "missing-config @ trigger.config.filter.when.all.0.left",
      "missing-config @ trigger.config.filter.when.all.1.any.0.right",
      "unknown-variable @ trigger.config.filter.when.all.1.any.0.left",
      "not-readable-here @ trigger.config.filter.when.all.2.left",
    ],
  },
  {
    name: "an empty expression as a filter, a broken one as a key",
    document: startedBy("webhook", {
      filter: { when: { expression: " " } },
      dedupe: { key: "{{ trigger. }}" },
    }),
    finds: [
      "missing-config @ trigger.config.filter.when.expression",
      "invalid-expression @ trigger.config.dedupe.key",
    ],
  },
  {
    name: "a key that all requests have, and a caller who would be held",
    document: startedBy(
      "webhook",
      { dedupe: { key: "order" }, whenPaused: "hold" },
      { a: answer(), mode: "sync" },
    ),
    finds: [
      "dedupe-key-constant @ trigger.config.dedupe.key",
      "hold-needs-async @ trigger.config.whenPaused",
    ],
  },
  {
    name: "steps that read a body which is not kept",
    document: startedBy(
      "webhook",
      { keep: "variables", dedupe: { key: "{{ request.body.id }}" } },
      { a: step({ value: "{{ request.body.id }}" }) },
    ),
    finds: ["body-not-kept @ nodes.a.config.value"],
  },
  {
    name: "code that reads a body which is not kept",
    document: startedBy(
      "webhook",
      { keep: "variables" },
      { a: { type: "script", config: { code: "const { body } = request;\nreturn body;" } } },
    ),
    finds: ["body-not-kept @ nodes.a.config.code"],
  },
  {
    name: "code that calls something of its own so",
    document: startedBy(
      "webhook",
      { keep: "variables" },
      { a: { type: "script", config: { code: "const request = { body: 1 };\nreturn request.body;" } } },
    ),
    finds: [],
  },
  {
    name: "steps that read the rest of a request whose body is not kept",
    document: startedBy("webhook", { keep: "variables" }, { a: step({ value: "{{ request.query.id }}" }) }),
    finds: [],
  },
  {
    name: "an answer to a clock",
    document: startedBy("schedule", { cron: "0 9 * * *" }, { a: answer(), mode: "sync" }),
    finds: ["sync-without-sender @ mode", "response-in-async @ nodes.a"],
  },
  {
    name: "an answer to an event",
    document: startedBy("event", { types: ["a"] }, { a: answer() }),
    finds: ["response-in-async @ nodes.a"],
  },
  {
    name: "an answer to a calling workflow",
    document: startedBy("call", {}, { a: answer(), mode: "sync" }),
    finds: [],
  },
];
