import { RE2JS } from "re2js";
import { Refusal } from "./expression-error.ts";
import { maxPatternLength, maxPatternProgram } from "./limits.ts";
import type { Run } from "./run.ts";

export interface PatternMatch {
  readonly text: string;
  readonly from: number;
  readonly to: number;
  /** Capture groups from 1 on; a group that took no part is missing. */
  readonly groups: readonly (string | undefined)[];
  readonly named: ReadonlyMap<string, string>;
}

/**
 * A regular expression, written as in JavaScript, matched in linear time by RE2. Look-ahead, look-behind and
 * back references do not exist there and are refused when compiled. The price is paid before matching:
 * characters times the size of the program, since that bounds RE2's work.
 */
export class Pattern {
  readonly #regex: RE2JS;
  readonly #size: number;
  readonly #global: boolean;

  constructor(source: string, flags: string) {
    if (source.length > maxPatternLength) {
      throw new Refusal("invalid-pattern", { reason: "@pattern-too-long", limit: maxPatternLength });
    }
    const odd = /[^gimsu]/.exec(flags);
    if (odd !== null) {
      throw new Refusal("invalid-pattern", { reason: "@pattern-flag", value: odd[0] });
    }
    try {
      this.#regex = RE2JS.compile(RE2JS.translateRegExp(source), re2Flags(flags));
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new Refusal("invalid-pattern", { reason: reason.replace(/^error parsing regexp: /, "") });
    }
    this.#size = this.#regex.programSize();
    if (this.#size > maxPatternProgram) {
      throw new Refusal("invalid-pattern", { reason: "@pattern-too-large", limit: maxPatternProgram });
    }
    this.#global = flags.includes("g");
  }

  /** Whether it had the flag `g`: `match` and `replace` take all matches. */
  get global(): boolean {
    return this.#global;
  }

  test(text: string, run: Run): boolean {
    this.#pay(text, run);
    return this.#regex.test(text);
  }

  /** Matches from left to right, never overlapping, found one by one. */
  *matches(text: string, run: Run): Generator<PatternMatch, void> {
    this.#pay(text, run);
    const matcher = this.#regex.matcher(text);
    const names = Object.entries(this.#regex.namedGroups());
    const count = matcher.groupCount();
    while (matcher.find()) {
      // A match takes about 5 µs.
      run.charge(40 + count);
      // A search that goes on may look at the whole rest again, which no price in advance can know.
      run.check();
      const groups: (string | undefined)[] = [];
      for (let group = 1; group <= count; group++) groups.push(matcher.group(group) ?? undefined);
      const named = new Map<string, string>();
      for (const [name, group] of names) {
        const value = groups[group - 1];
        if (value !== undefined) named.set(name, value);
      }
      yield { text: matcher.group() ?? "", from: matcher.start(), to: matcher.end(), groups, named };
    }
  }

  #pay(text: string, run: Run): void {
    run.charge(10 + Math.ceil((text.length * this.#size) / 8));
    run.check();
  }
}

function re2Flags(flags: string): number {
  let bits = 0;
  if (flags.includes("i")) bits |= RE2JS.CASE_INSENSITIVE;
  if (flags.includes("m")) bits |= RE2JS.MULTILINE;
  if (flags.includes("s")) bits |= RE2JS.DOTALL;
  return bits;
}

const remembered = new Map<string, Pattern>();
const maxRemembered = 200;

/** The pattern for a text, compiled once: conditions and `match("…")` come with the same few again and again. */
export function patternOf(source: string, flags = ""): Pattern {
  const key = `${flags}/${source}`;
  const known = remembered.get(key);
  if (known !== undefined) return known;
  const made = new Pattern(source, flags);
  if (remembered.size >= maxRemembered) {
    for (const oldest of remembered.keys()) {
      remembered.delete(oldest);
      break;
    }
  }
  remembered.set(key, made);
  return made;
}
