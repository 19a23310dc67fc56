import { compileExpression, compileTree, evaluateRules, type Scope } from "@sluice/workflow/expressions";
import {
  type ConfigPart,
  configParts,
  formOf,
  type Json,
  type JsonObject,
  type NodeRunner,
  type OutgoingResponse,
  type PlainCredential,
  type RunContext,
  type RunResult,
  type SettledResult,
  withoutHidden,
  withValues,
} from "@sluice/workflow/node-contract";
import { sandbox } from "./sandbox.ts";

export interface GivenRun {
  readonly config: JsonObject;
  /** What the step's templates, expressions and rules see. */
  readonly scope?: Scope;
  /** Output of the step before; `null` when left out. */
  readonly input?: Json;
  /** Of a run that is run again. */
  readonly memo?: Json;
  /** Plain values of secrets by their reference. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** What the run may reach besides. The sandbox is the real one; what else is not handed in throws when it is used. */
  readonly context?: Partial<
    Pick<
      RunContext,
      "attempt" | "signal" | "fetch" | "mail" | "query" | "file" | "credential" | "sandbox" | "tokenPrice"
    >
  >;
}

/** Runs a node as the engine does: resolve the templates, parse the config, run. Expressions are the real ones. */
export async function runNode<Port extends string>(
  runner: NodeRunner<string, NodeRunner["definition"]["config"], Port>,
  given: GivenRun,
): Promise<RunResult<Port>> {
  const { definition } = runner;
  const scope: Scope = { now: "2026-01-02T03:04:05.000Z", ...given.scope };
  const resolved = configParts(definition, given.config).flatMap((part) => {
    const value = valueOfPart(part, scope, given.secrets ?? {});
    return value === undefined ? [] : [{ at: part.at, value }];
  });
  const config = definition.config.parse(withoutHidden(definition, withValues(given.config, resolved)));
  const { input = null, memo = null } = given;
  return runner.run({ config, input, memo, context: contextFor(scope, given.context) });
}

/** A result that goes on or ends; throws when the step sleeps or iterates. */
export function settled<Port extends string>(result: RunResult<Port>): SettledResult<Port> {
  if ("wait" in result || "iterate" in result) throw new Error("the step has not settled");
  return result;
}

/** Runs a node type's own example, whose input stands for the trigger's variables. The outer world answers 200 `{}`. */
export function runExample(runner: NodeRunner): Promise<RunResult<string>> {
  const { config, input } = runner.definition.example;
  const trigger = typeof input === "object" && input !== null && !Array.isArray(input) ? input : {};
  return runNode(runner, {
    config,
    input,
    ...{ scope: { trigger }, secrets: secretsIn(config) },
    context: {
      fetch: async ({ url }) => answering(url),
      mail: async ({ to }) => ({ accepted: to, rejected: [], response: "250 ok" }),
      query: async () => ({ rows: [], rowCount: 0, truncated: false }),
      credential: async () => credentialFor(runner.definition),
    },
  });
}

function valueOfPart(
  part: ConfigPart,
  scope: Scope,
  secrets: Readonly<Record<string, string>>,
): Json | undefined {
  if (part.holds === "template") {
    return compileTree(part.value, part.escape ? { escape: part.escape } : {}).evaluate(scope);
  }
  if (part.holds === "secret" && typeof part.value === "object" && part.value !== null) {
    const reference = "secret" in part.value ? part.value.secret : undefined;
    return typeof reference === "string" ? secrets[reference] : undefined;
  }
  return undefined;
}

/** A credential of the first type that the node's own form asks for. */
function credentialFor(definition: NodeRunner["definition"]): PlainCredential {
  const [wanted] = formOf(definition).flatMap(({ accepts = [] }) => accepts);
  const server = { host: "server.example.com", username: "ada", password: "secret" };
  switch (wanted) {
    case "smtp":
      return { type: wanted, ...server, port: 587, security: "starttls" };
    case "mysql":
      return { type: wanted, ...server, port: 3306, security: "verify", database: "shop" };
    case "postgres":
      return { type: wanted, ...server, port: 5432, security: "verify", database: "shop" };
    case "sqlite":
      return { type: wanted, file: "/srv/shop.db" };
    case "basic":
      return { type: wanted, username: "ada", password: "secret", hosts: [] };
    default:
      return { type: "bearer", token: "secret", hosts: [] };
  }
}

function answering(url: string): OutgoingResponse {
  const headers = [{ name: "content-type", value: "application/json" }];
  const [, answer] = answers.find(([end]) => url.endsWith(end)) ?? ["", {}];
  return { status: 200, headers, body: new TextEncoder().encode(JSON.stringify(answer)), url };
}

/** Answers that hold more than nothing, by how the address ends. */
const answers: readonly (readonly [string, Json])[] = [
  ["/chat/completions", { choices: [{ message: { content: "A request." } }] }],
  ["/Messages.json", { sid: "SM1", status: "queued" }],
];

/** Every secret that a config refers to. The examples have addresses as secrets. */
function secretsIn(config: JsonObject): Record<string, string> {
  const references = JSON.stringify(config).match(/\bsec_[0-9A-Za-z]+/g) ?? [];
  return Object.fromEntries(references.map((reference) => [reference, "https://hooks.example.com/secret"]));
}

/** The context of a step in a scope. */
export function contextFor(scope: Scope, given: GivenRun["context"] = {}): RunContext {
  return {
    signal: new AbortController().signal,
    idempotencyKey: "exe_1/node/0",
    attempt: 1,
    now: scope.now ?? "",
    evaluate: (expression) => compileExpression(expression).evaluate(scope),
    evaluateRules: (rules, seen) => evaluateRules(rules, { ...scope, ...seen }),
    scope: () => JSON.parse(JSON.stringify(scope)),
    log: () => {},
    fetch: () => notHandedIn("fetch"),
    mail: () => notHandedIn("mail"),
    query: () => notHandedIn("query"),
    file: () => notHandedIn("file"),
    credential: () => notHandedIn("credential"),
    sandbox: (job) => sandbox.run(job),
    tokenPrice: () => undefined,
    ...given,
  };
}

function notHandedIn(what: string): never {
  throw new Error(`this run uses \`${what}\`, which the test did not hand in`);
}
