import { toText } from "../leave.ts";
import { toNumber } from "../operators.ts";
import type { FunctionEntry } from "./entry.ts";

const digits = { least: 0, most: 100, fallback: 0 };

/** Methods of numbers, and the functions that convert between kinds of values. */
export const numberEntries: readonly FunctionEntry[] = [
  {
    name: "Number",
    kind: "function",
    signature: "Number(value)",
    help: { en: "The value as a number.", fr: "La valeur sous forme de nombre." },
    example: { expression: 'Number("12.50")', result: 12.5 },
    takes: [1, 1],
    run: (run, _self, given) => toNumber(given.at(0), "Number", run),
  },
  {
    name: "String",
    kind: "function",
    signature: "String(value)",
    help: {
      en: "The value as text: null and missing as nothing, lists and objects as JSON.",
      fr: "La valeur en texte : null et absent donnent rien, listes et objets du JSON.",
    },
    example: { expression: "String(12.5)", result: "12.5" },
    takes: [1, 1],
    run: (run, _self, given) => toText(given.at(0), run),
  },
  {
    name: "Boolean",
    kind: "function",
    signature: "Boolean(value)",
    help: {
      en: "False for 0, empty text, null and missing; true for the rest.",
      fr: "Faux pour 0, texte vide, null et absent ; vrai pour le reste.",
    },
    example: { expression: 'Boolean("a")', result: true },
    takes: [1, 1],
    run: (_run, _self, given) => Boolean(given.at(0)),
  },
  {
    name: "parseInt",
    kind: "function",
    signature: "parseInt(text, base?)",
    help: { en: "The whole number a text begins with.", fr: "L’entier par lequel un texte commence." },
    example: { expression: 'parseInt("12 pieces")', result: 12 },
    takes: [1, 2],
    run: (run, _self, given) => {
      const text = given.text(0, "");
      run.charge(text.length >> 3);
      return Number.parseInt(text, given.whole(1, { least: 2, most: 36, fallback: 10 }));
    },
  },
  {
    name: "parseFloat",
    kind: "function",
    signature: "parseFloat(text)",
    help: { en: "The number a text begins with.", fr: "Le nombre par lequel un texte commence." },
    example: { expression: 'parseFloat("12.50 EUR")', result: 12.5 },
    takes: [1, 1],
    run: (run, _self, given) => {
      const text = given.text(0, "");
      run.chargeText(text.length);
      return Number.parseFloat(text);
    },
  },
  ...["isInteger", "isFinite", "isNaN"].map((name): FunctionEntry => numberTest(name)),
  {
    name: "toFixed",
    kind: "number",
    signature: "number.toFixed(digits)",
    help: {
      en: "As text with a fixed number of decimals.",
      fr: "En texte avec un nombre fixe de décimales.",
    },
    example: { expression: "(12.5).toFixed(2)", result: "12.50" },
    takes: [0, 1],
    run: (_run, self, given) => Number(self).toFixed(given.whole(0, digits)),
  },
  {
    name: "toPrecision",
    kind: "number",
    signature: "number.toPrecision(digits)",
    help: { en: "As text with that many digits.", fr: "En texte avec tant de chiffres." },
    example: { expression: "(3.14159).toPrecision(3)", result: "3.14" },
    takes: [1, 1],
    run: (_run, self, given) => Number(self).toPrecision(given.whole(0, { ...digits, least: 1 })),
  },
  {
    name: "toString",
    kind: "number",
    signature: "number.toString(base?)",
    help: { en: "As text, also to another base.", fr: "En texte, aussi dans une autre base." },
    example: { expression: "(255).toString(16)", result: "ff" },
    takes: [0, 1],
    run: (run, self, given) => {
      const base = given.whole(0, { least: 2, most: 36, fallback: 10 });
      // To another base, the smallest numbers have a thousand digits.
      if (base !== 10) run.charge(40);
      return Number(self).toString(base);
    },
  },
];

function numberTest(name: string): FunctionEntry {
  const tests = new Map<string, (value: unknown) => boolean>([
    ["isInteger", Number.isInteger],
    ["isFinite", Number.isFinite],
    ["isNaN", Number.isNaN],
  ]);
  const words = new Map([
    ["isInteger", ["a whole number", "un entier"]],
    ["isFinite", ["a finite number", "un nombre fini"]],
    ["isNaN", ["what a failed conversion gives", "ce que donne une conversion ratée"]],
  ]);
  const [en, fr] = words.get(name) ?? [name, name];
  return {
    name: `Number.${name}`,
    kind: "namespace",
    signature: `Number.${name}(value)`,
    help: { en: `Whether the value is ${en}.`, fr: `Dit si la valeur est ${fr}.` },
    example: { expression: `Number.${name}(12)`, result: name !== "isNaN" },
    takes: [1, 1],
    run: (_run, _self, given) => tests.get(name)?.(given.at(0)) ?? false,
  };
}
