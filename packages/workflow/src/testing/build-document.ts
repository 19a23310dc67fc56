import {
  documentSchema,
  type WorkflowDocument,
  type WorkflowEdge,
  type WorkflowNode,
} from "../document/schema.ts";

type NodeOptions = Omit<WorkflowNode, "type" | "config">;

/** A node for a test: `node("set", { fields: {} }, { join: "any" })`. */
export function node(
  type: string,
  config: WorkflowNode["config"] = {},
  options: NodeOptions = {},
): WorkflowNode {
  return { type, config, ...options };
}

/** An edge for a test: `edge("isPaid.true", "thanks")`; without a port it leaves by `out`. */
export function edge(exit: string, to: string): WorkflowEdge {
  const [from = "", port] = exit.split(".", 2);
  return port === undefined ? { from, to } : { from, port, to };
}

/** The parts of a document that a test cares about. An edge may be written as `["isPaid.true", "thanks"]`. */
export type DocumentParts = Partial<Omit<WorkflowDocument, "format" | "edges" | "trigger">> & {
  readonly trigger?: WorkflowDocument["trigger"]["config"];
  readonly edges?: readonly (WorkflowEdge | readonly [exit: string, to: string])[];
};

/** A document for a test: an asynchronous webhook without nodes, unless the parts say otherwise. Throws on a bad shape. */
export function buildDocument({ trigger = {}, edges = [], ...parts }: DocumentParts = {}): WorkflowDocument {
  return documentSchema.parse({
    format: 1,
    name: "A workflow",
    mode: "async",
    trigger: { type: "webhook", config: trigger },
    nodes: {},
    ...parts,
    edges: edges.map((one) => ("from" in one ? one : edge(...one))),
  });
}
