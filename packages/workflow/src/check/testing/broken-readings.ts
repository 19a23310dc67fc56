import type { BrokenDocument } from "./broken-document.ts";
import { answer, branch, chain, one, step, variable, within, workflow } from "./small-documents.ts";

const script = (code: string) => ({ type: "script", config: { code } });
const give = (fields: object) => ({ type: "give", config: { fields: fields as Record<string, string> } });
const request = (url: string) => ({ type: "fetch", config: { url } });
const fetching = (url: string) => one(request(url));

/** Documents that read what nothing gives, lead where nothing goes on, or call where nobody answers. */
export const brokenReadings: BrokenDocument[] = [
  {
    name: "code that reads a step and a variable that are not there, each told once",
    document: {
      ...one(
        script(
          "const { gone } = steps;\nconst a = steps.gone.total;\nreturn trigger.nothing.z + trigger.id;",
        ),
      ),
      trigger: { type: "webhook", config: { variables: [variable("id", "id")] } },
    },
    finds: ["unknown-step-in-code @ nodes.a.config.code", "unknown-variable-in-code @ nodes.a.config.code"],
  },
  {
    name: "code that reads a step of later, and itself",
    document: chain(script("return steps.b?.x ?? steps['a'].y;"), step()),
    finds: ["step-not-before-in-code @ nodes.a.config.code", "step-not-before-in-code @ nodes.a.config.code"],
  },
  {
    name: "code that reads inside of a container from outside",
    document: workflow({
      nodes: { t: { type: "try", config: {} }, i: within("t"), b: script("return steps.i;") },
      edges: ["trigger t", "t b"],
    }),
    finds: ["step-not-before-in-code @ nodes.b.config.code"],
  },
  {
    name: "code that asks first, computes its keys, has names of its own or reads from a trigger that takes anything",
    document: {
      ...workflow({
        nodes: {
          c: branch(),
          yes: step(),
          joined: script("return steps.yes?.x ?? steps[trigger.key] ?? steps.hasOwnProperty('no');"),
          own: script("const steps = { gone: 1 };\nreturn steps.gone;"),
        },
        edges: ["trigger c", "c.true yes", "c.false joined", "yes joined", "joined own"],
      }),
      trigger: { type: "call", config: {} },
    },
    finds: [],
  },
  {
    name: "a field that a step does not give, in a text, with a default and in code",
    document: workflow({
      nodes: {
        sums: give({ sum_total: "{{ 1 }}", list: [{ id: "x" }] }),
        text: step({ value: "{{ steps.sums.total }} {{ steps.sums.total + 1 }}" }),
        rest: step({ expression: "steps.sums.list[0].name ?? 0" }),
        code: script("\nreturn steps.sums.total;"),
      },
      edges: ["trigger sums", "sums text", "text rest", "rest code"],
    }),
    finds: [
      "unknown-output-field @ nodes.code.config.code",
      "unknown-output-field @ nodes.rest.config.expression",
      "unknown-output-field @ nodes.text.config.value",
    ],
  },
  {
    name: "fields that are there, or of which nothing can be said",
    document: workflow({
      nodes: {
        sums: give({ total: "{{ 1 }}", list: [{ id: "x" }] }),
        fails: { ...give({ a: "x" }), onError: "continue" },
        off: { ...give({ a: "x" }), disabled: true },
        text: step({
          value:
            "{{ steps.sums.total.deep }}{{ steps.sums.list[0].id }}{{ steps.sums.list.length }}{{ steps.fails.error.code }}{{ steps.off.b }}{{ steps.free.b }}",
        }),
        free: script("return { b: steps.sums.hasOwnProperty('total') };"),
      },
      edges: ["trigger sums", "sums fails", "fails off", "off free", "free text"],
    }),
    finds: [],
  },
  {
    name: "a node behind an answer that ends its branch",
    document: workflow({
      mode: "sync",
      nodes: { a: answer(), b: step(), c: step() },
      edges: ["trigger a", "a b", "b c"],
    }),
    finds: ["node-behind-response @ nodes.a.config.then"],
  },
  {
    name: "a node in a container behind an answer that ends its branch",
    document: workflow({
      mode: "sync",
      nodes: { t: { type: "try", config: {} }, a: within("t", answer()), b: within("t") },
      edges: ["trigger t", "a b"],
    }),
    finds: ["no-response @ nodes.t", "node-behind-response @ nodes.a.config.then"],
  },
  {
    name: "a node behind an answer that ends its branch, and behind another node",
    document: workflow({
      mode: "sync",
      nodes: { c: branch(), a: answer(), b: step(), end: { type: "stop", config: {} } },
      edges: ["trigger c", "c.true a", "c.false b", "a b", "b end"],
    }),
    finds: ["edge-behind-response @ nodes.a.config.then"],
  },
  {
    name: "nodes behind answers that go on, that are off, or that failed",
    document: workflow({
      mode: "sync",
      nodes: {
        goesOn: answer({ then: "continue" }),
        off: { ...answer(), disabled: true },
        failed: { ...answer(), onError: "branch" },
        end: { type: "stop", config: {} },
      },
      edges: ["trigger goesOn", "goesOn off", "off end"],
    }),
    finds: ["unreachable-node @ nodes.failed"],
  },
  {
    name: "the exit of an answer's failure",
    document: workflow({
      mode: "sync",
      nodes: { a: { ...answer(), onError: "branch" }, end: { type: "stop", config: {} } },
      edges: ["trigger a", "a.error end"],
    }),
    finds: [],
  },
  {
    name: "the address of an example",
    document: fetching("https://crm.example.com/contacts/{{ request.body.id }}"),
    finds: ["reserved-host @ nodes.a.config.url"],
  },
  {
    name: "an address under a reserved name",
    document: fetching("http://me@shop.EXAMPLE:80"),
    finds: ["reserved-host @ nodes.a.config.url"],
  },
  {
    name: "an address that only looks like an example",
    document: fetching("https://myexample.com/?to=https://example.com/"),
    finds: [],
  },
  {
    name: "an example's address that is off",
    document: one({ ...request("https://example.org"), disabled: true }),
    finds: [],
  },
];
