import type { WorkflowDocument } from "../../document/schema.ts";
import type { Json, JsonObject } from "../../node-contract/json.ts";

export const always = { when: { all: [{ left: 1, operator: "equals", right: 1 }] } };
type Nodes = WorkflowDocument["nodes"];
export const step = (config: JsonObject = {}): Nodes[string] => ({ type: "step", config });
export const branch = (config: JsonObject = always): Nodes[string] => ({ type: "branch", config });
export const answer = (config: JsonObject = {}): Nodes[string] => ({ type: "answer", config });

/** A node of any type inside of a container. */
export const within = (parent: string, node: Nodes[string] = step()): Nodes[string] => ({ ...node, parent });
export const loop = (config: JsonObject = {}): Nodes[string] => ({ type: "loop", config });
export const attempt = (): Nodes[string] => ({ type: "try", config: {} });

/** `"a.true b"` is an edge from port `true` of a to b. */
export function edgesOf(lines: readonly string[]): WorkflowDocument["edges"] {
  return lines.map((line) => {
    const [exit = "", to = ""] = line.split(" ");
    const [from = "", port] = exit.split(".");
    return port === undefined ? { from, to } : { from, port, to };
  });
}

export function workflow(given: {
  nodes?: Nodes;
  edges?: readonly string[];
  mode?: "sync" | "async";
  trigger?: Record<string, Json>;
  triggerType?: string;
}): WorkflowDocument {
  const { nodes = {}, edges = [], mode = "async", trigger = {}, triggerType = "webhook" } = given;
  return {
    format: 1,
    name: "W",
    mode,
    trigger: { type: triggerType, config: trigger },
    nodes,
    edges: edgesOf(edges),
  };
}

export const chain = (a: Nodes[string], b: Nodes[string]) =>
  workflow({ nodes: { a, b }, edges: ["trigger a", "a b"], trigger: { variables: [variable("id", "id")] } });
export const one = (a: Nodes[string]) => workflow({ nodes: { a }, edges: ["trigger a"] });
export const variable = (key: string, path: string): JsonObject => ({
  key,
  from: "body",
  path,
  type: "string",
  required: false,
});
export const basic = (password: Json): Record<string, Json> => ({
  auth: { any: [{ type: "basic", username: "bob", password }] },
});
export const diamond = (joined: Nodes[string]) =>
  workflow({
    nodes: { c: branch(), yes: step(), no: step(), joined },
    edges: ["trigger c", "c.true yes", "c.false no", "yes joined", "no joined"],
  });
