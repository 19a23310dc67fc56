import type { WorkflowNode } from "@sluice/workflow/document";
import { compileTree, type Scope } from "@sluice/workflow/expressions";
import {
  type ConfigPath,
  configParts,
  type IterationOutcome,
  type Json,
  type JsonObject,
  type NodeDefinition,
  type RuleRecord,
  type RunResult,
  type SettledResult,
  type Woken,
  withoutHidden,
  withValues,
} from "@sluice/workflow/node-contract";
import { failureOf, StepFailure } from "./step-failure.ts";

/**
 * Any runner. What its run takes is parsed with its own definition's schema first, which the compiler cannot see
 * across a map of all types.
 */
export interface AnyRunner {
  readonly definition: NodeDefinition;
  run(given: never): RunResult<string> | Promise<RunResult<string>>;
  wake?(given: { input: Json; memo: Json; woken: Woken }): SettledResult<string>;
  again?(given: never): { readonly more: boolean; readonly rules?: RuleRecord[] };
  collect?(given: { outcomes: readonly IterationOutcome[]; stopped: boolean }): SettledResult<string>;
}

/** One node, made ready to run. */
export interface PlanNode {
  readonly key: string;
  readonly type: string;
  /** Its key as JSON text, and `"node":…,"type":…` of its records. */
  readonly keyText: string;
  readonly recordHead: string;
  /** Its run touches the outside: everything before it must be on disk first. */
  readonly outside: boolean;
  /** Resolves templates, puts secrets in place and parses. Throws what `failureOf` understands. */
  config(scope: Scope): unknown;
  readonly runner: Pick<AnyRunner, "run" | "wake" | "again" | "collect">;
  /** Its body sees `item` and `index`; undefined: it is no container. */
  readonly repeats: boolean | undefined;
  /** Its run may sleep to be run again, and sees `item` and `index`. */
  readonly asksAgain: boolean;
  readonly options: NodeOptions;
  /** Its config as it was drawn, as JSON text. */
  readonly configText: string;
}

/** What every node may be told besides its config, whatever its type. */
export interface NodeOptions {
  readonly retry: WorkflowNode["retry"];
  /** Milliseconds that one attempt may take. */
  readonly timeoutMs: number;
  /** How long an output is good for, in milliseconds, and what tells one from another. */
  readonly cache: { readonly ttlMs: number; key(scope: Scope): Json } | undefined;
}

const defaultTimeoutSeconds = 60;
/** For a node that keeps its own time: that and what it waits for before it begins. */
const farTimeoutSeconds = 900;

function optionsOf(node: WorkflowNode, timesItself = false): NodeOptions {
  const { retry, cache } = node;
  const timeoutSeconds = node.timeoutSeconds ?? (timesItself ? farTimeoutSeconds : defaultTimeoutSeconds);
  const timeoutMs = 1000 * timeoutSeconds;
  if (!cache) return { retry, timeoutMs, cache: undefined };
  const key = templateResolver(["cache", "key"], cache.key, undefined);
  return { retry, timeoutMs, cache: { ttlMs: 1000 * cache.ttlSeconds, key: (scope) => key.value(scope) } };
}

/** A place in a config and how its value is made. */
interface Resolver {
  readonly at: ConfigPath;
  value(scope: Scope): Json;
}

/**
 * Compiles a node. A part that cannot be compiled (a draft may be run half-written) fails its step, not the plan.
 * `secretAt` gives the plain value of the secret field at a path.
 */
export function compileNode(given: {
  key: string;
  node: WorkflowNode;
  runner: AnyRunner | undefined;
  secretAt: (at: ConfigPath) => string | undefined;
}): PlanNode {
  const { key, node, runner, secretAt } = given;
  if (!runner) return unknownNode(key, node);
  const { definition } = runner;
  const config = withoutHidden(definition, node.config as JsonObject);
  const resolvers: Resolver[] = [];
  for (const part of configParts(definition, config)) {
    if (part.holds === "template" && holdsTemplate(part.value)) {
      resolvers.push(templateResolver(part.at, part.value, part.escape));
    } else if (part.holds === "secret") {
      resolvers.push({ at: part.at, value: () => secretOrFailure(secretAt(part.at), part.at) });
    }
  }
  const parse = (resolved: JsonObject) => definition.config.parse(resolved);
  const base = {
    ...{ key, type: node.type, runner, options: optionsOf(node, definition.timesItself) },
    ...recordTexts(key, node),
    outside: definition.effects === "outside",
    repeats: definition.container?.repeats,
    asksAgain: definition.asksAgain !== undefined,
    configText: JSON.stringify(config),
  };
  if (resolvers.length === 0) {
    // Nothing in it depends on the request: parsed once.
    let parsed: { readonly config: unknown } | undefined;
    return {
      ...base,
      config: () => {
        parsed ??= { config: parse(config) };
        return parsed.config;
      },
    };
  }
  return {
    ...base,
    config: (scope) =>
      parse(
        withValues(
          config,
          resolvers.map((resolver) => ({ at: resolver.at, value: resolver.value(scope) })),
        ),
      ),
  };
}

function holdsTemplate(value: Json): boolean {
  if (typeof value === "string") return value.includes("{{");
  return typeof value === "object" && value !== null && Object.values(value).some(holdsTemplate);
}

type Escape = Extract<ReturnType<typeof configParts>[number], { holds: "template" }>["escape"];

function templateResolver(at: ConfigPath, value: Json, escaping: Escape): Resolver {
  try {
    const tree = compileTree(value, escaping === undefined ? {} : { escape: escaping });
    return { at, value: (scope) => within(at, () => tree.evaluate(scope)) };
  } catch (thrown) {
    const { error } = failureOf(thrown, at);
    return {
      at,
      value: () => {
        throw new StepFailure(error);
      },
    };
  }
}

function within<Result>(at: ConfigPath, resolve: () => Result): Result {
  try {
    return resolve();
  } catch (thrown) {
    throw new StepFailure({ ...failureOf(thrown, at).error, cause: thrown });
  }
}

function secretOrFailure(secret: string | undefined, at: ConfigPath): string {
  if (secret !== undefined) return secret;
  throw new StepFailure({
    code: "secret-missing",
    message: "the secret of this field is empty or belongs to another place; type it in again",
    at,
  });
}

function recordTexts(key: string, { type }: WorkflowNode): Pick<PlanNode, "keyText" | "recordHead"> {
  const keyText = JSON.stringify(key);
  return { keyText, recordHead: `"node":${keyText},"type":${JSON.stringify(type)}` };
}

function unknownNode(key: string, node: WorkflowNode): PlanNode {
  const { type } = node;
  const fail = (): never => {
    throw new StepFailure({
      code: "unknown-node-type",
      message: `this server has no node type ${JSON.stringify(type)}; replace the node, or start a server that has it`,
    });
  };
  const options = optionsOf(node);
  return {
    key,
    type,
    ...recordTexts(key, node),
    outside: false,
    config: fail,
    runner: { run: fail },
    repeats: undefined,
    asksAgain: false,
    options,
    configText: "",
  };
}
