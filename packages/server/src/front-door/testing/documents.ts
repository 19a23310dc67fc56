import type { WorkflowDocument } from "@sluice/workflow/document";
import type { JsonObject } from "@sluice/workflow/node-contract";

type Nodes = Record<string, WorkflowDocument["nodes"][string]>;

/** A workflow of one line of text per edge: `"trigger>a"`, `"a:true>b"`. */
export function documentOf(given: {
  mode?: "async" | "sync";
  trigger?: JsonObject;
  nodes?: Nodes;
  edges?: readonly string[];
  settings?: WorkflowDocument["settings"];
}): WorkflowDocument {
  const { mode = "async", trigger = {}, nodes = {}, edges = [], settings } = given;
  return {
    format: 1,
    name: "Test",
    mode,
    trigger: { type: "webhook", config: trigger },
    nodes,
    edges: edges.map((text) => {
      const [source = "", to = ""] = text.split(">");
      const [from = "", port] = source.split(":");
      return { from, ...(port === undefined ? {} : { port }), to };
    }),
    ...(settings ? { settings } : {}),
  };
}

/** Synchronous; answers 200 with what came. */
export const echo = documentOf({
  mode: "sync",
  nodes: {
    reply: { type: "response", config: { status: 200, kind: "json", body: { got: "{{ request.body }}" } } },
  },
  edges: ["trigger>reply"],
});

/** Asynchronous; doubles an amount. */
export const double = documentOf({
  trigger: { variables: [{ key: "amount", from: "body", path: "amount", type: "number", required: false }] },
  nodes: { keep: { type: "set", config: { fields: { twice: "{{ trigger.amount * 2 }}" } } } },
  edges: ["trigger>keep"],
});
