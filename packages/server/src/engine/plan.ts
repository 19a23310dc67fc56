import { secretsOf, type WorkflowDocument, type WorkflowNode } from "@sluice/workflow/document";
import type { JsonObject } from "@sluice/workflow/node-contract";
import type { SecretReader } from "../secrets/secret-reader.ts";
import { type Advanced, advance } from "./advance.ts";
import { type PlanGraph, planGraph } from "./plan-graph.ts";
import { type AnyRunner, compileNode, type PlanNode } from "./plan-node.ts";
import { type Redactor, redactorOf } from "./redact.ts";
import { initialState } from "./state.ts";

/** A document version, made ready to run. */
export interface Plan {
  readonly workflowId: string;
  /** Null: the draft, which goes with its executions. */
  readonly version: number | null;
  readonly document: WorkflowDocument;
  readonly graph: PlanGraph;
  /** The first move of every execution: it is the same each time. */
  readonly begun: Advanced;
  /** By the positions of the graph. */
  readonly nodes: readonly PlanNode[];
  /** Running time after which an execution is timed out, in milliseconds. */
  readonly timeoutMs: number;
  readonly redactor: Redactor;
}

/** Without `settings.timeoutSeconds`: long enough for anything that is not stuck. */
const defaultTimeoutSeconds = 300;

/** Makes the plan of a document; its secrets are read once, here. */
export async function makePlan(given: {
  workflowId: string;
  version: number | null;
  document: WorkflowDocument;
  runners: Readonly<Record<string, AnyRunner>>;
  secrets: SecretReader;
}): Promise<Plan> {
  const { workflowId, version, document, runners, secrets } = given;
  const runnerOf = (node: WorkflowNode) =>
    Object.hasOwn(runners, node.type) ? runners[node.type] : undefined;
  const plain = new Map<string, string>();
  for (const { at, node, field, reference } of secretsOf(document)) {
    const owner = { workflowId, node, field };
    const value = reference === undefined ? undefined : await secrets.reveal({ id: reference, owner });
    if (value !== undefined) plain.set(JSON.stringify(at), value);
  }
  const nodes = Object.entries(document.nodes).map(([key, node]) =>
    compileNode({
      key,
      node,
      runner: runnerOf(node),
      secretAt: (at) => plain.get(JSON.stringify(["nodes", key, "config", ...at])),
    }),
  );
  const graph = planGraph(document, (node) => firstPort(node, runnerOf(node)));
  return {
    workflowId,
    version,
    document,
    graph,
    begun: advance(graph, initialState(graph), { kind: "begun" }),
    nodes,
    timeoutMs: 1000 * (document.settings?.timeoutSeconds ?? defaultTimeoutSeconds),
    // The trigger's too, although no node sees them.
    redactor: redactorOf([...plain.values()]),
  };
}

/** The exit a disabled node lets its input through by: the first that is drawn. */
function firstPort(node: WorkflowNode, runner: AnyRunner | undefined): string | null {
  if (!runner) return "out";
  const dynamic = runner.definition.dynamicPorts?.(node.config as JsonObject)[0]?.port;
  return dynamic ?? Object.keys(runner.definition.ports)[0] ?? null;
}
