import { RE2JS } from "re2js";

/** A compiled I-Regexp. Both tests take time linear in the text, times the size of the program. */
export interface LinearPattern {
  /** Instructions of its program: what one character of a text can cost. */
  readonly size: number;
  matches(text: string): boolean;
  isFoundIn(text: string): boolean;
}

/** Longest pattern that is compiled. */
const maxPatternLength = 500;
/** Largest program: `(a?){1000}` takes ten characters, and a thousand steps for each character of a text. */
const maxProgramSize = 5_000;

/**
 * Compiles an I-Regexp (RFC 9485) for re2js, whose automata know no backtracking: json-p3's own `match` and
 * `search` run on the engine of JavaScript and hang for seconds on `(a+)+`.
 * @throws when the pattern is too long or not understood.
 */
export function linearPattern(pattern: string): LinearPattern {
  if (pattern.length > maxPatternLength)
    throw new Error(`a pattern has at most ${maxPatternLength} characters`);
  const compiled = RE2JS.compile(dotsExcludeLineEnds(pattern));
  const size = compiled.programSize();
  if (size > maxProgramSize) throw new Error(`a pattern has at most ${maxProgramSize} instructions`);
  return { size, matches: (text) => compiled.testExact(text), isFoundIn: (text) => compiled.test(text) };
}

/** In an I-Regexp the dot excludes CR as well as LF; RE2's dot excludes LF alone. */
function dotsExcludeLineEnds(pattern: string): string {
  let result = "";
  let inClass = false;
  for (let at = 0; at < pattern.length; at += 1) {
    const char = pattern[at];
    if (char === "\\") {
      result += pattern.slice(at, at + 2);
      at += 1;
      continue;
    }
    if (char === "[") inClass = true;
    if (char === "]") inClass = false;
    result += char === "." && !inClass ? "[^\\n\\r]" : char;
  }
  return result;
}
