import type { Json } from "../node-contract/json.ts";

/** A record of JSON values, as every root of a scope but `item`, `index` and `now` is. */
export type ScopeRecord = { readonly [name: string]: Json };

/**
 * What an expression sees. Plain JSON data throughout: it is read by own properties only and never changed.
 * A root that is left out is missing, never an error.
 */
export interface Scope {
  readonly trigger?: ScopeRecord;
  /** `body`, `query`, `headers`, `method`, `url`, `ip`, and `claims` where a token came with it. */
  readonly request?: ScopeRecord;
  /** Outputs by node key. */
  readonly steps?: ScopeRecord;
  /**
   * The innermost loop's element and its position from 0. Of a loop that repeats `while`, the element is the output of
   * the iteration before, null at first; of one that counts, it is null.
   */
  readonly item?: Json;
  readonly index?: number;
  /** `{ [container key]: { item, index } }` of every loop around the step. */
  readonly loop?: ScopeRecord;
  /** `id`, `name`, `version`. */
  readonly workflow?: ScopeRecord;
  /**
   * `id`, `startedAt` and `callbacks`: by the key of each node that waits for a callback, the URL that a third party
   * posts to, once. A callback in a container belongs to one run of its body and is known there only.
   */
  readonly execution?: ScopeRecord;
  /** What the operator lists in `SLUICE_EXPOSE_ENV`, and nothing else of the environment. */
  readonly env?: ScopeRecord;
  /** RFC 3339 in UTC. The same for the whole step, so that trying again gives the same text. */
  readonly now?: string;
}

export type ScopeRoot = keyof Scope;

/** The names an expression may begin with. */
export const scopeRoots: readonly ScopeRoot[] = [
  "trigger",
  "request",
  "steps",
  "item",
  "index",
  "loop",
  "workflow",
  "execution",
  "env",
  "now",
];

const roots: ReadonlySet<string> = new Set(scopeRoots);

export function isScopeRoot(name: string): name is ScopeRoot {
  return roots.has(name);
}
