import {
  type BodyKind,
  bodyKinds,
  type VariableSource,
  type VariableType,
  variableSourceSchema,
  variableTypeSchema,
  webhookTriggerSchema,
} from "@sluice/workflow/document";
import type { Json, JsonObject } from "@sluice/workflow/node-contract";
import { z } from "zod";

/** A variable as it stands in a draft: its key and path may still be wrong. */
export interface DraftVariable {
  readonly key: string;
  readonly from: VariableSource;
  readonly path: string;
  readonly parsedPath?: string | undefined;
  readonly alias?: string | undefined;
  readonly type: VariableType;
  readonly required: boolean;
  readonly default?: Json | undefined;
}

/** A user of HTTP Basic as it stands in a draft. `password` says what the document holds, never the value. */
export interface DraftUser {
  readonly username: string;
  readonly password: "stored" | "typed" | "missing";
}

export interface HeaderPair {
  readonly name: string;
  readonly value: string;
}

export interface DraftAnswer {
  readonly status: number | string | undefined;
  readonly headers: readonly HeaderPair[];
  readonly kind: "json" | "text" | "html" | "empty";
  /** Undefined: nothing was written, the default of the kind is answered. */
  readonly body: Json | undefined;
}

/** A webhook trigger's config, with what is left out filled in and what is broken replaced: it never throws. */
export interface DraftTrigger {
  readonly variables: readonly DraftVariable[];
  readonly examples: { readonly query: string; readonly headers: string; readonly body: string };
  readonly users: readonly DraftUser[];
  /** Authentication is switched on; with no user in it nobody passes. */
  readonly authenticated: boolean;
  readonly answer: DraftAnswer;
  readonly timeoutSeconds: number | undefined;
  readonly bodyBytes: number | undefined;
  /** The kinds of bodies that are taken, at least one. */
  readonly accept: readonly BodyKind[];
  readonly whenPaused: "503" | "404" | "hold";
}

/** Seconds that a synchronous sender waits when the trigger does not say. */
export const defaultTimeoutSeconds = 30;
/** Bytes that a body may have when the trigger does not say. */
export const defaultBodyBytes = 1024 * 1024;

const text = z.string().catch("");
const variableSchema = z.object({
  key: text,
  from: variableSourceSchema.catch("body"),
  path: text,
  parsedPath: z.string().optional().catch(undefined),
  alias: z.string().optional().catch(undefined),
  type: variableTypeSchema.catch("any"),
  required: z.boolean().catch(false),
  default: z.json().optional().catch(undefined),
});
const examplesSchema = z
  .object({ query: text, headers: text, body: text })
  .catch({ query: "", headers: "", body: "" });
const pairSchema = z.object({ name: text, value: text });

export function readTrigger(config: JsonObject): DraftTrigger {
  const auth = objectOf(config.auth);
  const response = objectOf(config.response);
  const shape = webhookTriggerSchema.shape;
  return {
    variables: listOf(config.variables).map((variable) => readVariable(objectOf(variable))),
    examples: examplesSchema.parse(objectOf(config.examples)),
    users: listOf(auth.any).map((user) => userOf(objectOf(user))),
    authenticated: config.auth !== undefined,
    answer: {
      status: z.union([z.number(), z.string()]).optional().catch(undefined).parse(response.status),
      headers: listOf(response.headers).map((pair) => pairSchema.parse(objectOf(pair))),
      kind: z.enum(["json", "text", "html", "empty"]).catch("text").parse(response.kind),
      body: response.body,
    },
    timeoutSeconds: shape.sync.catch(undefined).parse(config.sync)?.timeoutSeconds,
    bodyBytes: shape.limits.catch(undefined).parse(config.limits)?.bodyBytes,
    accept: acceptOf(config.accept),
    whenPaused: shape.whenPaused.catch(undefined).parse(config.whenPaused) ?? "503",
  };
}

/** What bodies a trigger takes, in the order in which they are listed; JSON when it says nothing that can be read. */
export function acceptOf(value: Json | undefined): BodyKind[] {
  const given = listOf(value);
  const known = bodyKinds.filter((kind) => given.includes(kind));
  return known.length === 0 ? ["json"] : known;
}

const variablesRead = new WeakMap<JsonObject, DraftVariable>();

/** The same object for the same entry of the config, so that of 500 rows only the one that changed is drawn. */
function readVariable(entry: JsonObject): DraftVariable {
  const known = variablesRead.get(entry);
  if (known) return known;
  const variable = variableSchema.parse(entry);
  variablesRead.set(entry, variable);
  return variable;
}

/** A copy of an object with one field changed; `undefined` takes it out. */
export function withField(config: JsonObject, field: string, value: Json | undefined): JsonObject {
  if (value !== undefined) return { ...config, [field]: value };
  return Object.fromEntries(Object.entries(config).filter(([name]) => name !== field));
}

function userOf(user: JsonObject): DraftUser {
  const username = text.parse(user.username);
  const password = objectOf(user.password);
  if (typeof password.secret === "string" || typeof password.credential === "string") {
    return { username, password: "stored" };
  }
  return { username, password: typeof objectOf(password.secret).value === "string" ? "typed" : "missing" };
}

export function objectOf(value: Json | undefined): JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
}

export function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}
