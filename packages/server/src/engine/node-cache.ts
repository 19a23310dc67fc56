import { createHash } from "node:crypto";
import type { Scope } from "@sluice/workflow/expressions";
import type { Json } from "@sluice/workflow/node-contract";
import type { JournalEffects } from "../stores/intake/store.ts";
import { inlineBytes } from "./journal-writer.ts";
import type { FinishedOutcome } from "./perform-step.ts";
import type { PlanNode } from "./plan-node.ts";

/**
 * Tells one cached answer of a node from another: by its key's value, where a number and its text are one, and its config.
 * Undefined: the key is missing or empty. What it depends on is not there, and the answer of one execution would be given to
 * all. Throws what `failureOf` understands.
 */
export function cacheHash({ options, configText }: PlanNode, scope: Scope): string | undefined {
  const value = options.cache?.key(scope) ?? "";
  if (isEmpty(value)) return undefined;
  const key = typeof value === "string" ? value : JSON.stringify(value);
  return createHash("sha256").update(configText).update("\u0000").update(key).digest("hex");
}

function isEmpty(value: Json): boolean {
  if (typeof value === "string") return value === "";
  return typeof value === "object" && (value === null || Object.keys(value).length === 0);
}

/**
 * What is kept of a step's answer. Undefined where it did more than give out a value (an answer, an event, an end), or
 * is large: a cache must not make any of them happen less often, nor fill the disk.
 */
export function cacheEntry(given: {
  workflowId: string;
  node: PlanNode;
  hash: string;
  now: number;
  outcome: FinishedOutcome;
}): JournalEffects["cached"][number] | undefined {
  const { workflowId, node, hash, now, outcome } = given;
  const { ports, outputText, answer, end, emit, start } = outcome;
  const { cache } = node.options;
  if (!cache || answer || end || emit.length > 0 || start.length > 0) return undefined;
  if (outputText.length > inlineBytes / 3) return undefined;
  const text = `{"ports":${JSON.stringify(ports)},"output":${outputText}}`;
  return { workflowId, node: node.key, hash, answer: text, expiresAt: now + cache.ttlMs };
}

/** A cached answer as the outcome of a step. */
export function cachedOutcome(answer: {
  readonly ports: readonly string[];
  readonly output: FinishedOutcome["output"];
}): FinishedOutcome {
  const { ports, output } = answer;
  return {
    ...{ kind: "finished", ports, output, outputText: JSON.stringify(output), rules: undefined, log: [] },
    ...{ answer: undefined, end: undefined, emit: [], start: [], spent: undefined },
  };
}
