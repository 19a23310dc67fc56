import type { WorkflowNode } from "@sluice/workflow/document";
import type { Failure } from "./step-failure.ts";

/** What is tried again where `retry.on` says nothing. */
const defaultKinds = ["network", "timeout", "5xx", "429"] as const;
const defaultDelaySeconds = 1;
const defaultFactor = 2;
const defaultJitter = 0.1;
const longestMs = 24 * 3_600_000;

/**
 * Milliseconds until the next attempt; undefined: there is none. `attempt` is the one that failed, from 1;
 * `attempts` of the options counts all of them. The wait grows by `factor` with each attempt and is lengthened by up
 * to `jitter` of itself, so that many that failed together do not come back together; what the other side asks for
 * (`Retry-After`) is waited for at least. `random` is in [0, 1).
 */
export function retryDelay(given: {
  options: WorkflowNode["retry"];
  failure: Pick<Failure, "kind" | "retryAfterMs">;
  attempt: number;
  random: number;
}): number | undefined {
  const { options, failure, attempt, random } = given;
  if (!options || attempt >= options.attempts) return undefined;
  const kinds: readonly string[] = options.on ?? defaultKinds;
  if (!kinds.includes(failure.kind)) return undefined;
  const { delaySeconds = defaultDelaySeconds, factor = defaultFactor, jitter = defaultJitter } = options;
  const grown = 1000 * delaySeconds * factor ** (attempt - 1);
  const wait = Math.min(grown, longestMs) * (1 + jitter * random);
  return Math.round(Math.min(Math.max(wait, failure.retryAfterMs ?? 0), longestMs));
}
