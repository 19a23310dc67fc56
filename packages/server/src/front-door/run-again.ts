import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import type { DeliverySummary, News, ReplayVersion } from "@sluice/api/schemas";
import type { TriggerVariable } from "@sluice/workflow/document";
import type { Json, JsonObject } from "@sluice/workflow/node-contract";
import { compileVariables, type Extraction } from "@sluice/workflow/variables";
import { inflate } from "../bodies/inflate.ts";
import type { Engine, StatusUrl } from "../engine/engine.ts";
import { newDeliveryId, newExecutionId } from "../engine/new-id.ts";
import { PublicError } from "../errors.ts";
import type { SecretReader } from "../secrets/secret-reader.ts";
import type { DeliveriesStore, DeliverySource } from "../stores/deliveries/store.ts";
import type { ExecutionInput } from "../stores/executions/store.ts";
import type { IntakeStore } from "../stores/intake/store.ts";
import type { Hook, WorkflowRecord } from "../stores/workflows/store.ts";
import { accept, inputOf, type Patience } from "./accept.ts";
import { nothingHidden } from "./auth/hidden-parts.ts";
import { withoutSenders } from "./auth/without-senders.ts";
import { type CompiledHook, compileHook } from "./compile-hook.ts";
import { insistOnContract } from "./contract.ts";
import { checkMediaType } from "./media-type.ts";
import { type ParsedRequest, parse, readVariables } from "./parse.ts";
import { redactedMark } from "./redact-request.ts";
import { deliverySummary } from "./refusals.ts";
import { Filtered, Undecided } from "./turned-away.ts";
import { type Visit, visitOf } from "./visit.ts";

export interface RunAgainGiven {
  readonly engine: Engine;
  readonly intake: IntakeStore;
  readonly secrets: SecretReader;
  readonly deliveries: Pick<DeliveriesStore, "summaries" | "source" | "get">;
  /** The part of the workflow store that it reads. */
  readonly workflows: {
    get(id: string): Promise<WorkflowRecord | undefined>;
    version(given: {
      id: string;
      version: number;
    }): Promise<{ document: WorkflowRecord["draft"] } | undefined>;
  };
  readonly hub: { readonly readers: number; publish(news: News): void };
  readonly maxBodyBytes: number;
  readonly statusUrl: StatusUrl;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}

/**
 * Runs a delivery again, as a new one that says of which. Throws `delivery-not-found`, `delivery-still-held`,
 * `body-not-kept`, `workflow-not-found`, `version-not-found`, `workflow-not-published`, `trigger-unreadable`, `overloaded`,
 * or what the contract refuses it with.
 */
export type RunAgain = (given: {
  readonly id: string;
  readonly version: ReplayVersion;
  /** Of the new delivery; left out: a fresh one. */
  readonly deliveryId?: string;
}) => Promise<DeliverySummary>;

/**
 * The stations of a replay: parse, contract, filter, accept. Credentials, limits, pause and dedupe are not looked at again:
 * a person who may start executions asks for it (docs/decisions/0086).
 */
export function createRunAgain(given: RunAgainGiven): RunAgain {
  const { engine, intake, deliveries, hub, clock } = given;
  const patience: Patience = new Set();

  return async ({ id, version, deliveryId }) => {
    const [original] = await deliveries.summaries([id]);
    const source = original && (await deliveries.source(id));
    if (!source) throw new PublicError("delivery-not-found");
    // Its own run is still to come.
    if (original.verdict === "held" && (await deliveries.get(id))?.settledAt === null) {
      throw new PublicError("delivery-still-held");
    }
    if (!isKeptWhole(source)) throw new PublicError("body-not-kept");
    const hook = await hookFor(given, original, version);
    if (!hook.plan) throw new PublicError("version-not-found");
    if (engine.load.full) throw new PublicError("overloaded", { headers: { "retry-after": "5" } });
    const receivedAt = clock();
    const visit = visitFrom(source, { deliveryId: deliveryId ?? newDeliveryId(receivedAt), receivedAt });
    const executionId = newExecutionId(receivedAt);
    const statusUrl = given.statusUrl({ executionId, hookPath: source.url, at: receivedAt });
    const { extraction, input } = await judgeAgain(visit, hook, { ...source, statusUrl }).catch(
      (thrown: unknown) => {
        throw refusalOf(thrown);
      },
    );
    const { delivery } = await accept(
      { engine, intake, patience },
      { visit, hook, plan: hook.plan, extraction, executionId, statusUrl, input, claim: null, replayOf: id },
    ).catch((thrown: unknown) => {
      throw refusalOf(thrown);
    });
    const summary = deliverySummary(delivery);
    if (hub.readers > 0) hub.publish({ kind: "delivery", workflowId: hook.workflowId, delivery: summary });
    return summary;
  };
}

/** Whether all bytes that came are still there: only then is what runs what came. */
export function isKeptWhole(
  source: Pick<DeliverySource, "bodyTruncated" | "bodyRemovedAt" | "body" | "headers">,
): boolean {
  if (source.bodyTruncated || source.bodyRemovedAt !== null) return false;
  // Without a declared length nothing says how much was left unread.
  const chunked = source.headers.some(({ name }) => name.toLowerCase() === "transfer-encoding");
  return source.body.length > 0 || !chunked;
}

async function hookFor(
  given: RunAgainGiven,
  original: DeliverySummary,
  wanted: ReplayVersion,
): Promise<CompiledHook> {
  const { workflows, engine } = given;
  const workflow = await workflows.get(original.workflowId);
  if (!workflow) throw new PublicError("workflow-not-found");
  const hook = (published: Hook["published"]): Hook => ({
    ...{ workflowId: workflow.id, name: workflow.name, revision: workflow.revision, paused: false },
    ...{ draft: workflow.draft, published, validUntil: null },
  });
  if (wanted === "draft") {
    const { id: workflowId, revision, draft: document } = workflow;
    const plan = await engine.plan({ workflowId, version: null, revision, document });
    return { ...(await compileHook(hook(null), { ...given, ...withoutSenders })), plan };
  }
  const number = wanted === "published" ? workflow.published : wanted === "same" ? original.version : wanted;
  if (number === null) {
    throw new PublicError(wanted === "published" ? "workflow-not-published" : "version-not-found");
  }
  const frozen = await workflows.version({ id: workflow.id, version: number });
  if (!frozen) throw new PublicError("version-not-found");
  return compileHook(hook({ version: number, document: frozen.document }), { ...given, ...withoutSenders });
}

/** The visit that the stored request is: the stations see what they saw, as far as it was not redacted. */
export function visitFrom(
  source: Pick<DeliverySource, "method" | "url" | "address" | "headers" | "body" | "claims">,
  ids: { readonly deliveryId: string; readonly receivedAt: number },
): Visit {
  const { method, url, address, headers, body, claims } = source;
  const request = new IncomingMessage(new Socket());
  Object.assign(request, { method, url, complete: true });
  for (const { name, value } of headers) {
    request.rawHeaders.push(name, value);
    request.headers[name.toLowerCase()] ??= value;
  }
  const response = new ServerResponse(request);
  // What was secret in it was redacted when it was stored.
  const visit = visitOf({ request, response, address, hidden: nothingHidden, ...ids });
  return { ...visit, body, bodyBytes: body.length, claims };
}

/**
 * The stations that judge what is in a request: media type, encoding, parse, contract, filter. What came from a redacted
 * header or parameter keeps the value that was read when it came (`variables`). Throws the refusal, as the stations do.
 */
export async function judgeAgain(
  visit: Visit,
  hook: CompiledHook,
  { variables, statusUrl }: Pick<DeliverySource, "variables"> & { readonly statusUrl?: string },
): Promise<{ extraction: Extraction; input: ExecutionInput }> {
  const declared = checkMediaType(visit.request, hook.accepts);
  const { encoding } = declared;
  const bytes =
    encoding === null ? visit.body : await inflate(visit.body, { encoding, limit: hook.bodyLimit });
  const parsed = parse(visit, declared, bytes);
  const extraction = readAgain(visit, hook, { parsed, before: variables });
  insistOnContract(hook, extraction, parsed.body);
  const input = inputOf(visit, { parsed, extraction, statusUrl });
  hook.filter?.(input);
  return { extraction, input };
}

/** The same for who asked for the replay: the sender's answer to what is filtered would look like success. */
export function refusalOf(thrown: unknown): unknown {
  if (thrown instanceof Filtered)
    return new PublicError("request-filtered", { members: { rules: thrown.rules } });
  if (thrown instanceof Undecided) return new PublicError(thrown.code, { members: { rules: thrown.rules } });
  return thrown;
}

/** What came from a redacted place is as it was read then, whatever its type: the mark itself meets none. */
function readAgain(
  visit: Visit,
  hook: CompiledHook,
  { parsed, before }: { parsed: ParsedRequest; before: JsonObject | null },
): Extraction {
  const read = readVariables(visit, hook, parsed);
  if (!before || !isRedacted(visit)) return read;
  const { trigger } = hook;
  const isKnown = ({ key, from }: TriggerVariable): boolean =>
    from !== "body" && Object.hasOwn(before, key) && holdsMark(read.values[key]);
  const others = trigger.variables.filter((variable) => !isKnown(variable));
  const rest = { trigger: { ...trigger, variables: others }, extract: compileVariables(others) };
  const { violations, drift } = readVariables(visit, rest, parsed);
  const values = { ...read.values };
  for (const variable of trigger.variables) {
    const value = isKnown(variable) ? before[variable.key] : undefined;
    if (value !== undefined) values[variable.key] = value;
  }
  return { values, violations, drift };
}

function holdsMark(value: Json | undefined): boolean {
  if (typeof value !== "object" || value === null) return value === redactedMark;
  return Object.values(value).some(holdsMark);
}

function isRedacted({ headers, url }: Visit): boolean {
  return url.includes(redactedMark) || headers.some(({ value }) => value === redactedMark);
}
