import type { WorkflowDocument, WorkflowNode } from "@sluice/workflow/document";
import { type ConfigPath, configParts, type Json, type JsonObject } from "@sluice/workflow/node-contract";
import type { SecretReader } from "../secrets/secret-reader.ts";
import { type PlanGraph, planGraph } from "./plan-graph.ts";
import { type AnyRunner, compileNode, type PlanNode } from "./plan-node.ts";
import { type Redactor, redactorOf } from "./redact.ts";

/** A document version, made ready to run. */
export interface Plan {
  readonly workflowId: string;
  /** Null: the draft, which goes with its executions. */
  readonly version: number | null;
  readonly document: WorkflowDocument;
  readonly graph: PlanGraph;
  /** By the positions of the graph. */
  readonly nodes: readonly PlanNode[];
  /** Running time after which an execution is timed out, in milliseconds. */
  readonly timeoutMs: number;
  readonly redactor: Redactor;
}

/** Without `settings.timeoutSeconds`: long enough for anything that is not stuck. */
const defaultTimeoutSeconds = 3600;

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
  const values: string[] = [];
  const nodes: PlanNode[] = [];
  for (const [key, node] of Object.entries(document.nodes)) {
    const runner = runnerOf(node);
    const own = await secretsOf({ key, node, runner, workflowId, secrets });
    values.push(...own.values());
    nodes.push(compileNode({ key, node, runner, secretAt: (at) => own.get(placeOf(at)) }));
  }
  values.push(...(await secretsIn(document.trigger.config as JsonObject, { workflowId, secrets })));
  return {
    workflowId,
    version,
    document,
    graph: planGraph(document, (node) => firstPort(node, runnerOf(node))),
    nodes,
    timeoutMs: 1000 * (document.settings?.timeoutSeconds ?? defaultTimeoutSeconds),
    redactor: redactorOf(values),
  };
}

/** The exit a disabled node lets its input through by: the first that is drawn. */
function firstPort(node: WorkflowNode, runner: AnyRunner | undefined): string | null {
  if (!runner) return "out";
  const dynamic = runner.definition.dynamicPorts?.(node.config as JsonObject)[0]?.port;
  return dynamic ?? Object.keys(runner.definition.ports)[0] ?? null;
}

async function secretsOf(given: {
  key: string;
  node: WorkflowNode;
  runner: AnyRunner | undefined;
  workflowId: string;
  secrets: SecretReader;
}): Promise<Map<string, string>> {
  const { key, node, runner, workflowId, secrets } = given;
  const found = new Map<string, string>();
  if (!runner) return found;
  for (const part of configParts(runner.definition, node.config as JsonObject)) {
    const id = part.holds === "secret" ? secretId(part.value) : undefined;
    if (id === undefined) continue;
    const field = fieldOf(part.at);
    const value = await secrets.reveal({ id, owner: { workflowId, node: key, field } });
    if (value !== undefined) found.set(placeOf(part.at), value);
  }
  return found;
}

/** Values of the trigger's secrets: they are redacted too, although no node sees them. */
async function secretsIn(
  config: JsonObject,
  given: { workflowId: string; secrets: SecretReader },
): Promise<string[]> {
  const { workflowId, secrets } = given;
  const values: string[] = [];
  const visit = async (value: Json, at: ConfigPath): Promise<void> => {
    if (typeof value !== "object" || value === null) return;
    const id = secretId(value);
    if (id !== undefined) {
      const plain = await secrets.reveal({ id, owner: { workflowId, node: "trigger", field: fieldOf(at) } });
      if (plain !== undefined) values.push(plain);
      return;
    }
    for (const [key, item] of Object.entries(value)) {
      await visit(item, [...at, Array.isArray(value) ? Number(key) : key]);
    }
  };
  await visit(config, []);
  return values;
}

function secretId(value: Json): string | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  return typeof value.secret === "string" ? value.secret : undefined;
}

/** A field's path as the vault knows it: without the positions in lists, so that an item may be moved. */
function fieldOf(at: ConfigPath): string {
  return at.map((step) => (typeof step === "string" ? step : "*")).join(".");
}

function placeOf(at: ConfigPath): string {
  return JSON.stringify(at);
}
