import type { Run } from "../run.ts";
import type { FunctionEntry, Given } from "./entry.ts";
import { normalized } from "./normalized.ts";
import { textMethod } from "./text-method.ts";

function pad(text: string, given: Given, run: Run, side: "padStart" | "padEnd"): string {
  const length = given.number(0, 0);
  run.chargeText(Math.max(length, 0));
  return text[side](length, given.text(1, " "));
}

/** Searching for something that is missing finds nothing. */
function searching(given: Given, search: (wanted: string) => boolean): boolean {
  return !given.isMissing(0) && search(given.text(0));
}

export const textEntries: readonly FunctionEntry[] = [
  textMethod({
    name: "toUpperCase",
    parameters: "",
    help: { en: "The text in capitals.", fr: "Le texte en majuscules." },
    example: { expression: '"ada".toUpperCase()', result: "ADA" },
    takes: [0, 0],
    call: (text) => text.toUpperCase(),
  }),
  textMethod({
    name: "toLowerCase",
    parameters: "",
    help: { en: "The text in small letters.", fr: "Le texte en minuscules." },
    example: { expression: '"Ada".toLowerCase()', result: "ada" },
    takes: [0, 0],
    call: (text) => text.toLowerCase(),
  }),
  textMethod({
    name: "trim",
    parameters: "",
    help: { en: "Without white space at both ends.", fr: "Sans espaces aux deux bouts." },
    example: { expression: '"  a b ".trim()', result: "a b" },
    takes: [0, 0],
    call: (text) => text.trim(),
  }),
  textMethod({
    name: "trimStart",
    parameters: "",
    help: { en: "Without white space at the start.", fr: "Sans espaces au début." },
    example: { expression: '"  a ".trimStart()', result: "a " },
    takes: [0, 0],
    call: (text) => text.trimStart(),
  }),
  textMethod({
    name: "trimEnd",
    parameters: "",
    help: { en: "Without white space at the end.", fr: "Sans espaces à la fin." },
    example: { expression: '" a  ".trimEnd()', result: " a" },
    takes: [0, 0],
    call: (text) => text.trimEnd(),
  }),
  textMethod({
    name: "slice",
    parameters: "from, to?",
    help: { en: "The part from one position to another.", fr: "La partie d’une position à une autre." },
    example: { expression: '"invoice-17".slice(8)', result: "17" },
    takes: [0, 2],
    call: (text, given) => text.slice(given.number(0, 0), given.isMissing(1) ? undefined : given.number(1)),
  }),
  textMethod({
    name: "substring",
    parameters: "from, to?",
    help: { en: "The part between two positions.", fr: "La partie entre deux positions." },
    example: { expression: '"2026-01-31".substring(0, 4)', result: "2026" },
    takes: [1, 2],
    call: (text, given) =>
      text.substring(given.number(0, 0), given.isMissing(1) ? undefined : given.number(1)),
  }),
  textMethod({
    name: "at",
    parameters: "position",
    help: { en: "One character; -1 is the last.", fr: "Un caractère ; -1 est le dernier." },
    example: { expression: '"abc".at(-1)', result: "c" },
    takes: [1, 1],
    call: (text, given) => text.at(given.number(0, 0)),
  }),
  textMethod({
    name: "charAt",
    parameters: "position",
    help: { en: "One character, or empty text.", fr: "Un caractère, ou un texte vide." },
    example: { expression: '"abc".charAt(1)', result: "b" },
    takes: [1, 1],
    call: (text, given) => text.charAt(given.number(0, 0)),
  }),
  textMethod({
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
  textMethod({
    name: "includes",
    parameters: "part",
    help: { en: "Whether a part occurs in it.", fr: "Dit si une partie y figure." },
    example: { expression: '"card payment".includes("card")', result: true },
    takes: [1, 1],
    call: (text, given) => searching(given, (wanted) => text.includes(wanted)),
  }),
  textMethod({
    name: "startsWith",
    parameters: "part",
    help: { en: "Whether it begins with a part.", fr: "Dit s’il commence par une partie." },
    example: { expression: '"order-17".startsWith("order-")', result: true },
    takes: [1, 1],
    call: (text, given) => searching(given, (wanted) => text.startsWith(wanted)),
  }),
  textMethod({
    name: "endsWith",
    parameters: "part",
    help: { en: "Whether it ends with a part.", fr: "Dit s’il finit par une partie." },
    example: { expression: '"report.pdf".endsWith(".pdf")', result: true },
    takes: [1, 1],
    call: (text, given) => searching(given, (wanted) => text.endsWith(wanted)),
  }),
  textMethod({
    name: "indexOf",
    parameters: "part",
    help: {
      en: "Where a part first occurs; -1 if nowhere.",
      fr: "La première position d’une partie ; -1 sinon.",
    },
    example: { expression: '"a-b-c".indexOf("-")', result: 1 },
    takes: [1, 1],
    call: (text, given) => (given.isMissing(0) ? -1 : text.indexOf(given.text(0))),
  }),
  textMethod({
    name: "lastIndexOf",
    parameters: "part",
    help: {
      en: "Where a part last occurs; -1 if nowhere.",
      fr: "La dernière position d’une partie ; -1 sinon.",
    },
    example: { expression: '"a-b-c".lastIndexOf("-")', result: 3 },
    takes: [1, 1],
    call: (text, given) => (given.isMissing(0) ? -1 : text.lastIndexOf(given.text(0))),
  }),
  textMethod({
    name: "padStart",
    parameters: "length, fill?",
    help: { en: "Filled up at the start to a length.", fr: "Complété au début jusqu’à une longueur." },
    example: { expression: '"7".padStart(3, "0")', result: "007" },
    takes: [1, 2],
    call: (text, given, run) => pad(text, given, run, "padStart"),
  }),
  textMethod({
    name: "padEnd",
    parameters: "length, fill?",
    help: { en: "Filled up at the end to a length.", fr: "Complété à la fin jusqu’à une longueur." },
    example: { expression: '"7".padEnd(3, ".")', result: "7.." },
    takes: [1, 2],
    call: (text, given, run) => pad(text, given, run, "padEnd"),
  }),
  textMethod({
    name: "repeat",
    parameters: "times",
    help: { en: "The text several times.", fr: "Le texte plusieurs fois." },
    example: { expression: '"ab".repeat(3)', result: "ababab" },
    takes: [1, 1],
    call: (text, given, run) => {
      const times = given.whole(0, { least: 0, most: Number.POSITIVE_INFINITY, fallback: 0 });
      run.chargeText(Math.max(text.length, 1) * times);
      return text.repeat(times);
    },
  }),
  textMethod({
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
  textMethod({
    name: "normalize",
    parameters: "form?",
    help: { en: "In a Unicode normal form (NFC).", fr: "Dans une forme normale Unicode (NFC)." },
    example: { expression: '"e\\u0301".normalize().length', result: 1 },
    takes: [0, 1],
    call: (text, given, run) => {
      const form = given.text(0, "NFC");
      if (!["NFC", "NFD", "NFKC", "NFKD"].includes(form)) throw given.wrongValue("@check-value", form);
      return normalized(text, form, run);
    },
  }),
  textMethod({
    name: "localeCompare",
    parameters: "other",
    help: {
      en: "-1, 0 or 1: order of two texts as people sort them.",
      fr: "-1, 0 ou 1 : l’ordre de deux textes comme on les classe.",
    },
    example: { expression: '["é", "f", "e"].sort((a, b) => a.localeCompare(b))', result: ["e", "é", "f"] },
    takes: [1, 1],
    call: (text, given, run) => {
      const other = given.text(0, "");
      run.charge(10 + ((text.length + other.length) >> 3));
      return Math.sign(text.localeCompare(other, "en"));
    },
  }),
  textMethod({
    name: "toString",
    parameters: "",
    help: { en: "The text itself.", fr: "Le texte lui-même." },
    example: { expression: '"a".toString()', result: "a" },
    takes: [0, 0],
    call: (text) => text,
  }),
];
