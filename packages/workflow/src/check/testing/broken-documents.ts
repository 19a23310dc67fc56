import { brokenContainers } from "./broken-containers.ts";
import type { BrokenDocument } from "./broken-document.ts";
import { brokenOptions } from "./broken-options.ts";
import { brokenProtection } from "./broken-protection.ts";
import { brokenReadings } from "./broken-readings.ts";
import { brokenSecrets } from "./broken-secrets.ts";
import { brokenSenders } from "./broken-senders.ts";
import { brokenTriggers } from "./broken-triggers.ts";
import { answer, branch, chain, diamond, one, step, variable, workflow } from "./small-documents.ts";

/** What each document must bring about: exactly these findings, as `code @ place`. */
export const brokenDocuments: BrokenDocument[] = [
  ...brokenSecrets,
  ...brokenSenders,
  ...brokenContainers,
  ...brokenTriggers,
  ...brokenProtection,
  ...brokenOptions,
  ...brokenReadings,
  {
    name: "a plain chain",
    document: chain(step({ value: "{{ trigger.id }}" }), step({ value: "{{ steps.a.x }}" })),
    finds: [],
  },
  { name: "no nodes", document: workflow({}), finds: ["empty-workflow @ nodes"] },
  {
    name: "a trigger without edge",
    document: workflow({ nodes: { a: step() } }),
    finds: ["no-trigger-edge @ trigger"],
  },
  {
    name: "a node off the way",
    document: workflow({ nodes: { a: step(), b: step() }, edges: ["trigger a"] }),
    finds: ["unreachable-node @ nodes.b"],
  },
  {
    name: "a cycle",
    document: workflow({ nodes: { a: step(), b: step() }, edges: ["trigger a", "a b", "b a"] }),
    finds: ["cycle @ nodes.a"],
  },
  {
    name: "a cycle in a synchronous workflow with references inside it",
    document: workflow({
      mode: "sync",
      nodes: { a: step({ value: "{{ steps.b.x }}" }), b: answer({ then: "continue" }) },
      edges: ["trigger a", "a b", "b a"],
    }),
    finds: ["cycle @ nodes.a"],
  },
  {
    name: "an unknown node type",
    document: one({ type: "nope", config: {} }),
    finds: ["unknown-node-type @ nodes.a.type"],
  },
  {
    name: "a node type named like a member of every object",
    document: one({ type: "toString", config: {} }),
    finds: ["unknown-node-type @ nodes.a.type"],
  },
  {
    name: "an exit that is not there",
    document: workflow({ nodes: { a: step(), b: step() }, edges: ["trigger a", "a.maybe b"] }),
    finds: ["unknown-port @ edges.1"],
  },
  {
    name: "an error exit where errors stop",
    document: workflow({ nodes: { a: step(), b: step() }, edges: ["trigger a", "a.error b"] }),
    finds: ["unknown-port @ edges.1"],
  },
  {
    name: "an error exit where errors branch",
    document: workflow({
      nodes: { a: { ...step(), onError: "branch" }, b: step() },
      edges: ["trigger a", "a.error b"],
    }),
    finds: [],
  },
  {
    name: "an edge twice",
    document: workflow({ nodes: { a: step() }, edges: ["trigger a", "trigger.out a"] }),
    finds: ["duplicate-edge @ edges.1"],
  },
  {
    name: "a config without what it needs",
    document: one(branch({})),
    finds: ["missing-config @ nodes.a.config.when"],
  },
  {
    name: "a config of a wrong shape",
    document: one(step({ amount: "many" })),
    finds: ["invalid-config @ nodes.a.config.amount"],
  },
  {
    name: "a wrong shape that a template may make right",
    document: one(step({ amount: "{{ request.body.n }}" })),
    finds: [],
  },
  {
    name: "a setting nobody knows",
    document: one(step({ colour: "red" })),
    finds: ["unknown-field @ nodes.a.config.colour"],
  },
  {
    name: "a rule that was begun and not filled in",
    document: one(branch({ when: { all: [{ left: "", operator: "equals", right: "" }] } })),
    finds: ["missing-config @ nodes.a.config.when.all.0.left"],
  },
  {
    name: "a rule in a group that has nothing to compare with",
    document: one(
      branch({ when: { any: [{ none: [{ left: "{{ request.body.n }}", operator: "greater" }] }] } }),
    ),
    finds: ["missing-config @ nodes.a.config.when.any.0.none.0.right"],
  },
  {
    name: "rules that look at one side, and one that compares with an empty text",
    document: one(
      branch({
        when: {
          all: [
            { left: "{{ request.body.n }}", operator: "exists" },
            { left: "{{ request.body.n }}", operator: "notEquals", right: "" },
          ],
        },
      }),
    ),
    finds: [],
  },
  {
    name: "a header that no answer may carry",
    document: workflow({
      mode: "sync",
      nodes: { a: answer({ headers: [{ name: "set-cookie", value: "x" }] }) },
      edges: ["trigger a"],
    }),
    finds: ["invalid-header @ nodes.a.config.headers.0.name"],
  },
  {
    name: "an expression that cannot be read",
    document: one(step({ value: { deep: ["{{ 1 + }}"] } })),
    finds: ["invalid-expression @ nodes.a.config.value.deep.0"],
  },
  {
    name: "a bare expression that cannot be read",
    document: one(step({ expression: "this.x" })),
    finds: ["invalid-expression @ nodes.a.config.expression"],
  },
  {
    name: "a rule that cannot be read",
    document: one(branch({ when: { any: [{ none: [{ left: "{{ 1 1 }}", operator: "exists" }] }] } })),
    finds: ["invalid-expression @ nodes.a.config.when.any.0.none.0.left"],
  },
  {
    name: "a step that is not there",
    document: one(step({ value: "{{ steps.b.x }}" })),
    finds: ["unknown-step @ nodes.a.config.value"],
  },
  {
    name: "a step that is itself",
    document: one(step({ value: "{{ steps.a.x }}" })),
    finds: ["step-not-before @ nodes.a.config.value"],
  },
  {
    name: "a step that comes later",
    document: chain(step({ value: "{{ steps.b.x }}" }), step()),
    finds: ["step-not-before @ nodes.a.config.value"],
  },
  {
    name: "a step of the other branch",
    document: workflow({
      nodes: { c: branch(), yes: step(), no: step({ value: "{{ steps.yes.x }}" }) },
      edges: ["trigger c", "c.true yes", "c.false no"],
    }),
    finds: ["step-not-before @ nodes.no.config.value"],
  },
  {
    name: "a step of a branch that may not be taken",
    document: diamond(step({ value: "{{ steps.yes.x ?? steps.no.x }} {{ steps.yes.y }}" })),
    finds: ["may-be-missing @ nodes.joined.config.value", "may-be-missing @ nodes.joined.config.value"],
  },
  {
    name: "a step that may be missing, with a default or a test",
    document: diamond(
      step({
        value: "{{ steps.yes.x ?? steps.no?.x ?? 0 }}{{ steps.yes ? steps.yes.y : 1 }}",
        expression: "steps.yes && steps.yes.z",
      }),
    ),
    finds: [],
  },
  {
    name: "a step that may be missing, read once with and once without a default",
    document: diamond(step({ value: "{{ steps.yes.x ?? 0 }}{{ steps.yes.y }}" })),
    finds: ["may-be-missing @ nodes.joined.config.value"],
  },
  {
    name: "a rule that asks whether a step has run",
    document: diamond(
      branch({
        when: {
          any: [
            { left: "{{ steps.yes }}", operator: "exists" },
            { left: "{{ steps.no }}", operator: "isTrue" },
          ],
        },
      }),
    ),
    finds: ["may-be-missing @ nodes.joined.config.when.any.1.left"],
  },
  {
    name: "the node before both branches",
    document: diamond(step({ value: "{{ steps.c.result }}" })),
    finds: [],
  },
  {
    name: "two branches that run together and join",
    document: workflow({
      nodes: { a: step(), b: step(), joined: step({ value: "{{ steps.a.x }}{{ steps.b.x }}" }) },
      edges: ["trigger a", "trigger b", "a joined", "b joined"],
    }),
    finds: [],
  },
  {
    name: "a join that waits for one of them only",
    document: workflow({
      nodes: { a: step(), b: step(), joined: { ...step({ value: "{{ steps.a.x }}" }), join: "any" } },
      edges: ["trigger a", "trigger b", "a joined", "b joined"],
    }),
    finds: ["may-be-missing @ nodes.joined.config.value"],
  },
  {
    name: "a variable that nobody declared",
    document: one(step({ value: "{{ trigger.nobody }}{{ trigger.nobody }}" })),
    finds: ["unknown-variable @ nodes.a.config.value"],
  },
  {
    name: "an item without a loop",
    document: one(step({ expression: "item.id" })),
    finds: ["outside-loop @ nodes.a.config.expression"],
  },
  {
    name: "the trigger's own answer reading a step",
    document: {
      ...one(step()),
      trigger: { type: "webhook", config: { response: { body: "{{ steps.a.x }}" } } },
    },
    finds: ["step-not-before @ trigger.config.response.body"],
  },
  {
    name: "a path that cannot be read",
    document: {
      ...one(step()),
      trigger: { type: "webhook", config: { variables: [variable("v", "a..b")] } },
    },
    finds: ["invalid-path @ trigger.config.variables.0.path"],
  },
  {
    name: "two variables of one name",
    document: {
      ...one(step()),
      trigger: { type: "webhook", config: { variables: [variable("v", "a"), variable("v", "b")] } },
    },
    finds: ["duplicate-variable @ trigger.config.variables.1.key"],
  },
  {
    name: "a trigger setting that this version does not have",
    document: { ...one(step()), trigger: { type: "webhook", config: { colour: "blue" } } },
    finds: ["unknown-field @ trigger.config.colour"],
  },
  {
    name: "a trigger answer with a status that is none",
    document: { ...one(step()), trigger: { type: "webhook", config: { response: { status: "ok" } } } },
    finds: ["invalid-config @ trigger.config.response.status"],
  },
  {
    name: "a synchronous branch without an answer",
    document: workflow({
      mode: "sync",
      nodes: { c: branch(), yes: answer() },
      edges: ["trigger c", "c.true yes"],
    }),
    finds: ["no-response @ nodes.c"],
  },
  {
    name: "a synchronous workflow without nodes",
    document: workflow({ mode: "sync" }),
    finds: ["no-response @ trigger", "empty-workflow @ nodes"],
  },
  {
    name: "a synchronous branch that ends on purpose",
    document: workflow({
      mode: "sync",
      nodes: { c: branch(), yes: answer(), no: { type: "stop", config: {} } },
      edges: ["trigger c", "c.true yes", "c.false no"],
    }),
    finds: [],
  },
  {
    name: "an answer behind an answer",
    document: workflow({
      mode: "sync",
      nodes: { a: answer({ then: "continue" }), b: answer() },
      edges: ["trigger a", "a b"],
    }),
    finds: ["response-twice @ nodes.b"],
  },
  {
    name: "answers on branches that exclude each other",
    document: workflow({
      mode: "sync",
      nodes: { c: branch(), yes: answer(), no: answer() },
      edges: ["trigger c", "c.true yes", "c.false no"],
    }),
    finds: [],
  },
  {
    name: "answers on branches that run together",
    document: workflow({
      mode: "sync",
      nodes: { a: answer(), b: answer() },
      edges: ["trigger a", "trigger b"],
    }),
    finds: ["response-twice @ nodes.b"],
  },
  {
    name: "a race that calls the only answer off",
    document: workflow({
      mode: "sync",
      nodes: { a: answer({ then: "continue" }), b: step(), r: { ...step(), join: "race" } },
      edges: ["trigger a", "trigger b", "a r", "b r"],
    }),
    finds: ["response-called-off @ nodes.r"],
  },
  {
    name: "an answer that nobody waits for",
    document: one(answer()),
    finds: ["response-in-async @ nodes.a"],
  },
];
