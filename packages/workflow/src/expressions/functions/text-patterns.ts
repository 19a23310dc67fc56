import { Pattern, patternOf } from "../pattern.ts";
import type { Run } from "../run.ts";
import type { FunctionEntry, Given } from "./entry.ts";
import { replaceIn } from "./replace.ts";
import { textMethod } from "./text-method.ts";

function patternAt(given: Given, position: number): Pattern {
  const value = given.at(position);
  return value instanceof Pattern ? value : patternOf(given.text(position));
}

/** One match as a list: the whole, then the groups, as JavaScript's `match` without its extra fields. */
function asList(match: { text: string; groups: readonly (string | undefined)[] }): unknown[] {
  return [match.text, ...match.groups];
}

const everywhere = Number.POSITIVE_INFINITY;

/** Methods of texts that search: for a text or for a regular expression. */
export const textPatternEntries: readonly FunctionEntry[] = [
  textMethod({
    name: "split",
    parameters: "separator, limit?",
    help: {
      en: "A list of the pieces between a text or a regular expression.",
      fr: "La liste des morceaux entre un texte ou une expression régulière.",
    },
    example: { expression: '"a,b,c".split(",")', result: ["a", "b", "c"] },
    takes: [1, 2],
    call: (text, given, run) => {
      const most = given.whole(1, { least: 0, most: everywhere, fallback: everywhere });
      const separator = given.at(0);
      if (separator instanceof Pattern) return splitByPattern(text, separator, run, most);
      // One more than can be paid for: then the charge below refuses instead of a list of millions.
      const pieces = text.split(given.text(0), Math.min(most, run.remaining + 1, 2 ** 32 - 1));
      run.charge(pieces.length);
      return pieces;
    },
  }),
  textMethod({
    name: "replace",
    parameters: "part, by",
    help: {
      en: "The first occurrence (all with /…/g) replaced by a text or by x => ….",
      fr: "La première occurrence (toutes avec /…/g) remplacée par un texte ou par x => ….",
    },
    example: { expression: '"a-b-c".replace("-", "+")', result: "a+b-c" },
    takes: [2, 2],
    arrows: [1],
    call: (text, given, run) => replaceIn(run, text, given, false),
  }),
  textMethod({
    name: "replaceAll",
    parameters: "part, by",
    help: {
      en: "All occurrences replaced by a text or by x => ….",
      fr: "Toutes les occurrences remplacées par un texte ou par x => ….",
    },
    example: { expression: '"a-b-c".replaceAll("-", "+")', result: "a+b+c" },
    takes: [2, 2],
    arrows: [1],
    call: (text, given, run) => replaceIn(run, text, given, true),
  }),
  textMethod({
    name: "match",
    parameters: "pattern",
    help: {
      en: "The first match with its groups as a list (all matches with /…/g), or null.",
      fr: "La première correspondance et ses groupes (toutes avec /…/g), ou null.",
    },
    example: { expression: '"order 17 of 20".match(/of (\\d+)/)[1]', result: "20" },
    takes: [1, 1],
    call: (text, given, run) => {
      const pattern = patternAt(given, 0);
      const found = pattern.matches(text, run);
      if (!pattern.global) {
        const [first] = found;
        return first === undefined ? null : asList(first);
      }
      const all = Array.from(found, (match) => match.text);
      return all.length === 0 ? null : all;
    },
  }),
  textMethod({
    name: "matchAll",
    parameters: "pattern",
    help: {
      en: "All matches, each a list of the whole and its groups.",
      fr: "Toutes les correspondances, chacune avec ses groupes.",
    },
    example: { expression: '"a1 b2".matchAll(/([a-z])(\\d)/g).map(m => m[2])', result: ["1", "2"] },
    takes: [1, 1],
    call: (text, given, run) => Array.from(patternAt(given, 0).matches(text, run), asList),
  }),
  textMethod({
    name: "search",
    parameters: "pattern",
    help: {
      en: "Where a pattern first matches; -1 if nowhere.",
      fr: "Où un motif correspond d’abord ; -1 sinon.",
    },
    example: { expression: '"abc1".search(/\\d/)', result: 3 },
    takes: [1, 1],
    call: (text, given, run) => patternAt(given, 0).matches(text, run).next().value?.from ?? -1,
  }),
];

function splitByPattern(text: string, pattern: Pattern, run: Run, most: number): string[] {
  const pieces: string[] = [];
  let end = 0;
  for (const match of pattern.matches(text, run)) {
    // An empty match at an edge separates nothing (ECMAScript, RegExp.prototype[@@split]).
    if (match.to === match.from && (match.from === 0 || match.from >= text.length || match.from === end))
      continue;
    pieces.push(text.slice(end, match.from), ...match.groups.map((group) => group ?? ""));
    end = match.to;
  }
  pieces.push(text.slice(end));
  return pieces.slice(0, most);
}
