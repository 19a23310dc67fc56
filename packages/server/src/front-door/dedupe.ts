import { createHash } from "node:crypto";
import type { WebhookTriggerConfig } from "@sluice/workflow/document";
import { compileTree } from "@sluice/workflow/expressions";
import type { Json } from "@sluice/workflow/node-contract";
import { withExactIntegers } from "@sluice/workflow/variables";
import { ClaimedBeforeError } from "../engine/not-stored.ts";
import type { DeliveriesStore } from "../stores/deliveries/store.ts";
import type { ExecutionInput } from "../stores/executions/store.ts";
import type { DedupeClaim } from "../stores/intake/store.ts";
import { overloaded } from "./accept.ts";
import type { CompiledHook } from "./compile-hook.ts";
import { type ParsedRequest, readVariables } from "./parse.ts";
import { Undecided } from "./turned-away.ts";
import type { Visit } from "./visit.ts";

/** The key of a request, hashed; null: it has none, and is never a duplicate. */
export type DedupeKey = (input: ExecutionInput) => string | null;

/** Null: nothing is a duplicate. */
export function compileDedupeKey({ dedupe }: WebhookTriggerConfig): DedupeKey | null {
  if (!dedupe) return null;
  const template = compileKey(dedupe.key);
  return (input) => {
    const text = textOf(template(input));
    return text === "" ? null : createHash("sha256").update(text).digest("base64url");
  };
}

/** Station 11: the claim of the request's key, to be made when it is stored. Throws where another has it already. */
export async function claimOf(
  visit: Visit,
  hook: CompiledHook,
  given: { parsed: ParsedRequest; input: ExecutionInput; deliveries: Pick<DeliveriesStore, "claimedBy"> },
): Promise<DedupeClaim | null> {
  const { deliveryId, receivedAt } = visit;
  const { workflowId, dedupeKey, trigger } = hook;
  if (!dedupeKey || !trigger.dedupe) return null;
  const keyHash = dedupeKey(withEveryDigit(visit, hook, given));
  if (keyHash === null) return null;
  const now = Math.floor(receivedAt);
  const first = await given.deliveries.claimedBy({ workflowId, keyHash, now }).catch((error: unknown) => {
    throw overloaded(error);
  });
  if (first !== undefined) throw new ClaimedBeforeError(first);
  return { workflowId, keyHash, deliveryId, now, expiresAt: now + 1000 * trigger.dedupe.windowSeconds };
}

/**
 * The input with the digits of integers beyond 2^53 as text: to a number …992 and …993 are the same, and the second event
 * would be lost as a duplicate of the first.
 */
function withEveryDigit(
  visit: Visit,
  hook: CompiledHook,
  { parsed, input }: { parsed: ParsedRequest; input: ExecutionInput },
): ExecutionInput {
  const body = parsed.isText ? undefined : withExactIntegers(new TextDecoder().decode(parsed.bytes));
  if (body === undefined) return input;
  const { values } = readVariables(visit, hook, { ...parsed, body });
  return { request: { ...input.request, body }, trigger: values };
}

function compileKey(key: string): (input: ExecutionInput) => Json {
  const failed = (thrown: unknown, { trigger: variables }: ExecutionInput) => {
    const error = (thrown instanceof Error ? thrown.message : String(thrown)).slice(0, 1000);
    return new Undecided({ code: "dedupe-failed", rules: [{ path: [], result: "error", error }], variables });
  };
  try {
    const template = compileTree(key);
    return (input) => {
      try {
        return template.evaluate({ ...input }) ?? null;
      } catch (error) {
        throw failed(error, input);
      }
    };
  } catch (error) {
    return (input) => {
      throw failed(error, input);
    };
  }
}

function textOf(value: Json): string {
  if (value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}
