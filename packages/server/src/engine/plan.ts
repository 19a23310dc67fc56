import { secretsOf, type WorkflowDocument, type WorkflowNode } from "@sluice/workflow/document";
import type { JsonObject } from "@sluice/workflow/node-contract";
import type { SecretReader } from "../secrets/secret-reader.ts";
import type { ExecutionInput } from "../stores/executions/store.ts";
import { type Advanced, advance } from "./advance.ts";
import { compileConcurrencyKey } from "./concurrency-key.ts";
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
  /** `workflow` of the expressions. */
  readonly workflow: JsonObject;
  readonly graph: PlanGraph;
  /** The first move of every execution: it is the same each time. */
  readonly begun: Advanced;
  /** By the positions of the graph. */
  readonly nodes: readonly PlanNode[];
  /** Running time after which an execution is timed out, in milliseconds. */
  readonly timeoutMs: number;
  /** The body of the request that started an execution goes when that has ended. */
  readonly dropsBody: boolean;
  readonly redactor: Redactor;
  /** The nodes that may wait for a callback, with the scope each stands in. */
  readonly sleepers: readonly { readonly key: string; readonly scope: number }[];
  /** Undefined: its executions wait for nobody. */
  readonly concurrency: PlanConcurrency | undefined;
}

interface PlanConcurrency {
  /** Tells those that wait for each other: by workflow and by what the builder's template gives. Throws a `ConcurrencyKeyError`. */
  key(input: ExecutionInput): string;
  readonly limit: number;
  readonly whenFull: "queue" | "refuse";
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
    workflow: { id: workflowId, name: document.name, version },
    graph,
    begun: advance(graph, initialState(graph), { kind: "begun" }),
    nodes,
    timeoutMs: 1000 * (document.settings?.timeoutSeconds ?? defaultTimeoutSeconds),
    dropsBody: keepsVariablesOnly(document),
    // The trigger's too, although no node sees them.
    redactor: redactorOf([...plain.values()]),
    sleepers: sleepersOf(document, graph, runnerOf),
    concurrency: concurrencyOf(workflowId, document),
  };
}

export function keepsVariablesOnly({ trigger }: WorkflowDocument): boolean {
  return trigger.type === "webhook" && trigger.config.keep === "variables";
}

function sleepersOf(
  { nodes }: WorkflowDocument,
  graph: PlanGraph,
  runnerOf: (node: WorkflowNode) => AnyRunner | undefined,
): Plan["sleepers"] {
  return graph.scopes.flatMap((scope, position) =>
    scope.nodes.flatMap((index) => {
      const key = graph.nodes[index]?.key ?? "";
      const node = nodes[key];
      const awaits = node && runnerOf(node)?.definition.awaitsCallback?.(node.config as JsonObject);
      return awaits ? [{ key, scope: position }] : [];
    }),
  );
}

/** How many executions of a document may go on at once, and which of them wait for each other. */
export function concurrencyOf(
  workflowId: string,
  { settings }: WorkflowDocument,
): PlanConcurrency | undefined {
  const given = settings?.concurrency;
  if (!given) return undefined;
  const { key, limit, whenFull } = given;
  return { limit, whenFull, key: compileConcurrencyKey(workflowId, key) };
}

/** The exit a disabled node lets its input through by: the first that is drawn. */
function firstPort(node: WorkflowNode, runner: AnyRunner | undefined): string | null {
  if (!runner) return "out";
  const dynamic = runner.definition.dynamicPorts?.(node.config as JsonObject)[0]?.port;
  return dynamic ?? Object.keys(runner.definition.ports)[0] ?? null;
}
