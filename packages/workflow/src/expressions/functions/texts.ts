import { maxTextLength } from "../limits.ts";
import { Pattern, patternOf } from "../pattern.ts";
import type { Run } from "../run.ts";
import type { FunctionEntry, Given } from "./entry.ts";
import { replaceIn } from "./replace.ts";

type TextMethod = (text: string, given: Given, run: Run) => unknown;

/** A method of texts. Reading the text is paid for once, here. */
function method(
  entry: Omit<FunctionEntry, "kind" | "run" | "signature"> & { parameters: string; call: TextMethod },
): FunctionEntry {
  const { parameters, call, ...rest } = entry;
  return {
    ...rest,
    kind: "text",
    signature: `text.${entry.name}(${parameters})`,
    run: (run, self, given) => {
      const text = String(self);
      if (text.length > 256) run.chargeText(text.length);
      return call(text, given, run);
    },
  };
}

function patternAt(given: Given, position: number): Pattern {
  const value = given.at(position);
  return value instanceof Pattern ? value : patternOf(given.text(position));
}

/** One match as a list: the whole, then the groups, as JavaScript's `match` without its extra fields. */
function asList(match: { text: string; groups: readonly (string | undefined)[] }): unknown[] {
  return [match.text, ...match.groups];
}

const everywhere = Number.POSITIVE_INFINITY;
const textLength = { least: 0, most: maxTextLength, fallback: 0 };

function pad(text: string, given: Given, run: Run, side: "padStart" | "padEnd"): string {
  const length = given.whole(0, { ...textLength, least: Number.NEGATIVE_INFINITY });
  run.chargeText(Math.max(length, 0));
  return text[side](length, given.text(1, " "));
}

/** Searching for something that is missing finds nothing. */
function searching(given: Given, search: (wanted: string) => boolean): boolean {
  return !given.isMissing(0) && search(given.text(0));
}

export const textEntries: readonly FunctionEntry[] = [
  method({
    name: "toUpperCase",
    parameters: "",
    help: { en: "The text in capitals.", fr: "Le texte en majuscules." },
    example: { expression: '"ada".toUpperCase()', result: "ADA" },
    takes: [0, 0],
    call: (text) => text.toUpperCase(),
  }),
  method({
    name: "toLowerCase",
    parameters: "",
    help: { en: "The text in small letters.", fr: "Le texte en minuscules." },
    example: { expression: '"Ada".toLowerCase()', result: "ada" },
    takes: [0, 0],
    call: (text) => text.toLowerCase(),
  }),
  method({
    name: "trim",
    parameters: "",
    help: { en: "Without white space at both ends.", fr: "Sans espaces aux deux bouts." },
    example: { expression: '"  a b ".trim()', result: "a b" },
    takes: [0, 0],
    call: (text) => text.trim(),
  }),
  method({
    name: "trimStart",
    parameters: "",
    help: { en: "Without white space at the start.", fr: "Sans espaces au début." },
    example: { expression: '"  a ".trimStart()', result: "a " },
    takes: [0, 0],
    call: (text) => text.trimStart(),
  }),
  method({
    name: "trimEnd",
    parameters: "",
    help: { en: "Without white space at the end.", fr: "Sans espaces à la fin." },
    example: { expression: '" a  ".trimEnd()', result: " a" },
    takes: [0, 0],
    call: (text) => text.trimEnd(),
  }),
  method({
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
      const pieces = text.split(given.text(0), Math.min(most, run.remaining + 1));
      run.charge(pieces.length);
      return pieces;
    },
  }),
  method({
    name: "slice",
    parameters: "from, to?",
    help: { en: "The part from one position to another.", fr: "La partie d’une position à une autre." },
    example: { expression: '"invoice-17".slice(8)', result: "17" },
    takes: [0, 2],
    call: (text, given) => text.slice(given.number(0, 0), given.isMissing(1) ? undefined : given.number(1)),
  }),
  method({
    name: "substring",
    parameters: "from, to?",
    help: { en: "The part between two positions.", fr: "La partie entre deux positions." },
    example: { expression: '"2026-01-31".substring(0, 4)', result: "2026" },
    takes: [1, 2],
    call: (text, given) =>
      text.substring(given.number(0, 0), given.isMissing(1) ? undefined : given.number(1)),
  }),
  method({
    name: "at",
    parameters: "position",
    help: { en: "One character; -1 is the last.", fr: "Un caractère ; -1 est le dernier." },
    example: { expression: '"abc".at(-1)', result: "c" },
    takes: [1, 1],
    call: (text, given) => text.at(given.number(0, 0)),
  }),
  method({
    name: "charAt",
    parameters: "position",
    help: { en: "One character, or empty text.", fr: "Un caractère, ou un texte vide." },
    example: { expression: '"abc".charAt(1)', result: "b" },
    takes: [1, 1],
    call: (text, given) => text.charAt(given.number(0, 0)),
  }),
  method({
    name: "charCodeAt",
    parameters: "position",
    help: { en: "The UTF-16 code of a character.", fr: "Le code UTF-16 d’un caractère." },
    example: { expression: '"A".charCodeAt(0)', result: 65 },
    takes: [1, 1],
    call: (text, given) => {
      const code = text.charCodeAt(given.number(0, 0));
      return Number.isNaN(code) ? undefined : code;
    },
  }),
  method({
    name: "includes",
    parameters: "part",
    help: { en: "Whether a part occurs in it.", fr: "Dit si une partie y figure." },
    example: { expression: '"card payment".includes("card")', result: true },
    takes: [1, 1],
    call: (text, given) => searching(given, (wanted) => text.includes(wanted)),
  }),
  method({
    name: "startsWith",
    parameters: "part",
    help: { en: "Whether it begins with a part.", fr: "Dit s’il commence par une partie." },
    example: { expression: '"order-17".startsWith("order-")', result: true },
    takes: [1, 1],
    call: (text, given) => searching(given, (wanted) => text.startsWith(wanted)),
  }),
  method({
    name: "endsWith",
    parameters: "part",
    help: { en: "Whether it ends with a part.", fr: "Dit s’il finit par une partie." },
    example: { expression: '"report.pdf".endsWith(".pdf")', result: true },
    takes: [1, 1],
    call: (text, given) => searching(given, (wanted) => text.endsWith(wanted)),
  }),
  method({
    name: "indexOf",
    parameters: "part",
    help: {
      en: "Where a part first occurs; -1 if nowhere.",
      fr: "La première position d’une partie ; -1 sinon.",
    },
    example: { expression: '"a-b-c".indexOf("-")', result: 1 },
    takes: [1, 1],
    call: (text, given) => (given.isMissing(0) ? -1 : text.indexOf(given.text(0))),
  }),
  method({
    name: "lastIndexOf",
    parameters: "part",
    help: {
      en: "Where a part last occurs; -1 if nowhere.",
      fr: "La dernière position d’une partie ; -1 sinon.",
    },
    example: { expression: '"a-b-c".lastIndexOf("-")', result: 3 },
    takes: [1, 1],
    call: (text, given) => (given.isMissing(0) ? -1 : text.lastIndexOf(given.text(0))),
  }),
  method({
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
  method({
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
  method({
    name: "padStart",
    parameters: "length, fill?",
    help: { en: "Filled up at the start to a length.", fr: "Complété au début jusqu’à une longueur." },
    example: { expression: '"7".padStart(3, "0")', result: "007" },
    takes: [1, 2],
    call: (text, given, run) => pad(text, given, run, "padStart"),
  }),
  method({
    name: "padEnd",
    parameters: "length, fill?",
    help: { en: "Filled up at the end to a length.", fr: "Complété à la fin jusqu’à une longueur." },
    example: { expression: '"7".padEnd(3, ".")', result: "7.." },
    takes: [1, 2],
    call: (text, given, run) => pad(text, given, run, "padEnd"),
  }),
  method({
    name: "repeat",
    parameters: "times",
    help: { en: "The text several times.", fr: "Le texte plusieurs fois." },
    example: { expression: '"ab".repeat(3)', result: "ababab" },
    takes: [1, 1],
    call: (text, given, run) => {
      const times = given.whole(0, textLength);
      run.chargeText(text.length * times);
      return text.repeat(times);
    },
  }),
  method({
    name: "concat",
    parameters: "text",
    help: { en: "The text with another one after it.", fr: "Le texte suivi d’un autre." },
    example: { expression: '"a".concat("b")', result: "ab" },
    takes: [1, 1],
    call: (text, given, run) => {
      const joined = text + given.text(0, "");
      run.chargeText(joined.length);
      return joined;
    },
  }),
  method({
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
      const found = pattern.matches(text, run, pattern.global ? everywhere : 1);
      const [first] = found;
      if (first === undefined) return null;
      return pattern.global ? found.map((match) => match.text) : asList(first);
    },
  }),
  method({
    name: "matchAll",
    parameters: "pattern",
    help: {
      en: "All matches, each a list of the whole and its groups.",
      fr: "Toutes les correspondances, chacune avec ses groupes.",
    },
    example: { expression: '"a1 b2".matchAll(/([a-z])(\\d)/g).map(m => m[2])', result: ["1", "2"] },
    takes: [1, 1],
    call: (text, given, run) => patternAt(given, 0).matches(text, run, everywhere).map(asList),
  }),
  method({
    name: "search",
    parameters: "pattern",
    help: {
      en: "Where a pattern first matches; -1 if nowhere.",
      fr: "Où un motif correspond d’abord ; -1 sinon.",
    },
    example: { expression: '"abc1".search(/\\d/)', result: 3 },
    takes: [1, 1],
    call: (text, given, run) => patternAt(given, 0).matches(text, run, 1)[0]?.from ?? -1,
  }),
  method({
    name: "normalize",
    parameters: "form?",
    help: { en: "In a Unicode normal form (NFC).", fr: "Dans une forme normale Unicode (NFC)." },
    example: { expression: '"e\\u0301".normalize().length', result: 1 },
    takes: [0, 1],
    call: (text, given) => {
      const form = given.text(0, "NFC");
      if (!["NFC", "NFD", "NFKC", "NFKD"].includes(form)) throw given.wrongValue("@check-value", form);
      return text.normalize(form);
    },
  }),
  method({
    name: "localeCompare",
    parameters: "other",
    help: {
      en: "-1, 0 or 1: order of two texts as people sort them.",
      fr: "-1, 0 ou 1 : l’ordre de deux textes comme on les classe.",
    },
    example: { expression: '["é", "f", "e"].sort((a, b) => a.localeCompare(b))', result: ["e", "é", "f"] },
    takes: [1, 1],
    call: (text, given, run) => {
      const other = given.text(0, "");
      run.charge(10 + ((text.length + other.length) >> 3));
      return Math.sign(text.localeCompare(other, "en"));
    },
  }),
  method({
    name: "toString",
    parameters: "",
    help: { en: "The text itself.", fr: "Le texte lui-même." },
    example: { expression: '"a".toString()', result: "a" },
    takes: [0, 0],
    call: (text) => text,
  }),
];

function splitByPattern(text: string, pattern: Pattern, run: Run, most: number): string[] {
  const pieces: string[] = [];
  let end = 0;
  for (const match of pattern.matches(text, run, everywhere)) {
    // An empty match at an edge separates nothing (ECMAScript, RegExp.prototype[@@split]).
    if (match.to === match.from && (match.from === 0 || match.from >= text.length || match.from === end))
      continue;
    pieces.push(text.slice(end, match.from), ...match.groups.map((group) => group ?? ""));
    end = match.to;
  }
  pieces.push(text.slice(end));
  return pieces.slice(0, most);
}
