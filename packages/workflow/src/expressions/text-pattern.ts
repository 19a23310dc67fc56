import type { Language } from "../node-contract/texts.ts";
import { describeProblem, Refusal } from "./expression-error.ts";
import { Pattern, type PatternMatch } from "./pattern.ts";
import { Run } from "./run.ts";

export type { PatternMatch };

/** A regular expression that texts are looked through with, and how much of the work that is allowed is left. */
export interface TextPattern {
  /** Matches from left to right; null once it was too much work for one search. */
  matchesIn(text: string): readonly PatternMatch[] | null;
}

export type ReadTextPattern =
  | { readonly ok: true; readonly pattern: TextPattern }
  /** Says what is wrong, in a language. */
  | { readonly ok: false; describe(language: Language): string };

/**
 * The regular expressions of expressions, for who looks through texts: in linear time, and all texts of one search
 * together in about a second at most. Flags as in JavaScript.
 */
export function readTextPattern(source: string, flags: string): ReadTextPattern {
  try {
    const pattern = new Pattern(source, flags);
    const run = new Run({}, [], undefined);
    return { ok: true, pattern: { matchesIn: (text) => matchesIn(pattern, text, run) } };
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown;
    return { ok: false, describe: (language) => describeProblem(thrown, language) };
  }
}

function matchesIn(pattern: Pattern, text: string, run: Run): readonly PatternMatch[] | null {
  try {
    return [...pattern.matches(text, run)];
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown;
    return null;
  }
}
