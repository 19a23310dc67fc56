import type { BrokenDocument } from "./broken-document.ts";
import { answer, loop, one, step, variable, within, workflow } from "./small-documents.ts";

const wait = () => ({ type: "wait", config: {} });
const cache = { key: "{{ trigger.id }}", ttlSeconds: 60 };
const retry = { attempts: 3 };
const known = { variables: [variable("id", "id")] };

/** Options of nodes and settings of workflows that have no effect or name something that is not there. */
export const brokenOptions: BrokenDocument[] = [
  {
    name: "options where they do something",
    document: workflow({
      nodes: { a: { type: "call", config: {}, retry, cache, timeoutSeconds: 5 }, b: { ...step(), cache } },
      edges: ["trigger a", "trigger b"],
      trigger: known,
    }),
    finds: [],
  },
  {
    name: "a retry of what ends the same way",
    document: one({ ...step(), retry }),
    finds: ["retry-without-effects @ nodes.a.retry"],
  },
  {
    name: "options on a container",
    document: workflow({
      nodes: { box: { ...loop(), retry, cache, timeoutSeconds: 5 }, a: within("box") },
      edges: ["trigger box"],
      trigger: known,
    }),
    finds: [
      "option-without-effect @ nodes.box.retry",
      "option-without-effect @ nodes.box.cache",
      "option-without-effect @ nodes.box.timeoutSeconds",
    ],
  },
  {
    name: "a cache on what waits and on what answers",
    document: workflow({
      mode: "sync",
      nodes: { a: { ...wait(), cache, retry }, b: { ...answer(), cache } },
      edges: ["trigger a", "a b"],
      trigger: known,
    }),
    finds: ["option-without-effect @ nodes.a.cache", "option-without-effect @ nodes.b.cache"],
  },
  {
    name: "a callback that steps before, beside and inside give away",
    document: workflow({
      nodes: {
        give: step({ value: "{{ execution.callbacks.paid }} {{ execution.id }}" }),
        paid: wait(),
        box: loop(),
        a: within("box", step({ value: "{{ execution.callbacks.paid }}{{ execution.callbacks.each }}" })),
        each: within("box", wait()),
      },
      edges: ["trigger give", "give paid", "give box"],
    }),
    finds: [],
  },
  {
    name: "callbacks of what is not there, does not wait, or waits in a loop elsewhere",
    document: workflow({
      nodes: {
        a: step({ value: ["{{ execution.callbacks.ghost }}", "{{ execution.callbacks.a }}"] }),
        b: step({ value: "{{ execution.callbacks.each }}" }),
        box: loop(),
        each: within("box", wait()),
      },
      edges: ["trigger a", "trigger b", "trigger box"],
    }),
    finds: [
      "unknown-callback @ nodes.a.config.value.0",
      "unknown-callback @ nodes.a.config.value.1",
      "unknown-callback @ nodes.b.config.value",
    ],
  },
  {
    name: "a concurrency key over trigger and request",
    document: {
      ...workflow({ nodes: { a: step() }, edges: ["trigger a"], trigger: known }),
      settings: { concurrency: { key: "{{ trigger.id }}-{{ request.ip }}", limit: 1, whenFull: "queue" } },
    },
    finds: [],
  },
  {
    name: "concurrency keys over what is not there yet",
    document: {
      ...workflow({ nodes: { a: step() }, edges: ["trigger a"], trigger: known }),
      settings: {
        concurrency: { key: "{{ steps.a.x }}{{ trigger.nobody }}{{ 1 + }}", limit: 1, whenFull: "queue" },
      },
    },
    finds: [
      "not-readable-here @ settings.concurrency.key",
      "unknown-variable @ settings.concurrency.key",
      "invalid-expression @ settings.concurrency.key",
    ],
  },
  {
    name: "an error workflow that is itself",
    document: { ...one(step()), settings: { errorWorkflow: "wf_own" } },
    finds: ["error-workflow-itself @ settings.errorWorkflow"],
  },
  {
    name: "a workflow that is not started by a call, called and as the one for errors",
    document: {
      ...one({ type: "call", config: { workflow: "wf_hook" } }),
      settings: { errorWorkflow: "wf_hook" },
    },
    finds: ["not-callable @ nodes.a.config.workflow"],
  },
  {
    name: "other workflows, of which one is there",
    document: {
      ...workflow({
        nodes: {
          a: { type: "call", config: { workflow: "wf_there" } },
          b: { type: "call", config: { workflow: "wf_gone" } },
        },
        edges: ["trigger a", "trigger b"],
      }),
      settings: { errorWorkflow: "wf_gone" },
    },
    finds: ["unknown-workflow @ settings.errorWorkflow", "unknown-workflow @ nodes.b.config.workflow"],
  },
];
