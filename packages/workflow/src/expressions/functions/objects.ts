import type { Json } from "../../node-contract/json.ts";
import { Refusal } from "../expression-error.ts";
import { leave } from "../leave.ts";
import { maxOutputDepth, maxTextLength } from "../limits.ts";
import type { Run } from "../run.ts";
import { isMissing, isRecord, keyOf } from "../values.ts";
import type { FunctionEntry, Given } from "./entry.ts";
import { isDeeperText } from "./json-depth.ts";

/** Own fields of an object (or elements of a list) as `[key, value]`. */
function entriesOf(run: Run, given: Given): [string, unknown][] | undefined {
  const value = given.at(0);
  if (isMissing(value)) return undefined;
  if (!Array.isArray(value) && !isRecord(value)) throw given.wrongType("@object", value, "@check-value");
  const entries = Object.entries(value);
  // Each is a list of two, of 100 bytes.
  run.charge(entries.length * 3);
  return entries;
}

/**
 * Characters that the layout alone adds: a line end for each value, and a margin as wide as the value is deep, which
 * of 4 MB in deep lists makes gigabytes. Stops where it is too much anyway.
 */
function marginsOf(value: Json, indent: number, margin = indent, before = 0): number {
  let size = before;
  if (typeof value !== "object" || value === null || size > maxTextLength) return size;
  for (const child of Object.values(value)) {
    size = marginsOf(child, indent, margin + indent, size + margin + 1);
    if (size > maxTextLength) break;
  }
  return size;
}

export const objectEntries: readonly FunctionEntry[] = [
  {
    name: "Object.keys",
    kind: "namespace",
    signature: "Object.keys(object)",
    help: { en: "The names of an object's fields.", fr: "Les noms des champs d’un objet." },
    example: { expression: "Object.keys({ a: 1, b: 2 })", result: ["a", "b"] },
    takes: [1, 1],
    run: (run, _self, given) => entriesOf(run, given)?.map(([key]) => key),
  },
  {
    name: "Object.values",
    kind: "namespace",
    signature: "Object.values(object)",
    help: { en: "The values of an object's fields.", fr: "Les valeurs des champs d’un objet." },
    example: { expression: "Object.values({ a: 1, b: 2 })", result: [1, 2] },
    takes: [1, 1],
    run: (run, _self, given) => entriesOf(run, given)?.map(([, value]) => value),
  },
  {
    name: "Object.entries",
    kind: "namespace",
    signature: "Object.entries(object)",
    help: { en: "The fields as a list of [name, value].", fr: "Les champs en liste de [nom, valeur]." },
    example: { expression: 'Object.entries({ a: 1 }).map(([k, v]) => k + "=" + v)', result: ["a=1"] },
    takes: [1, 1],
    run: (run, _self, given) => entriesOf(run, given),
  },
  {
    name: "Object.fromEntries",
    kind: "namespace",
    signature: "Object.fromEntries(list)",
    help: {
      en: "An object from a list of [name, value].",
      fr: "Un objet à partir d’une liste de [nom, valeur].",
    },
    example: { expression: 'Object.fromEntries([["a", 1], ["b", 2]])', result: { a: 1, b: 2 } },
    takes: [1, 1],
    run: (run, _self, given) => {
      if (given.isMissing(0)) return undefined;
      const list = given.list(0);
      run.charge(list.length);
      return Object.fromEntries(
        list.map((entry): [string, unknown] => {
          if (!Array.isArray(entry) || isMissing(entry[0])) throw given.wrongValue("@not-a-pair", "");
          return [keyOf(entry[0], run), entry[1]];
        }),
      );
    },
  },
  {
    name: "Array.isArray",
    kind: "namespace",
    signature: "Array.isArray(value)",
    help: { en: "Whether the value is a list.", fr: "Dit si la valeur est une liste." },
    example: { expression: "Array.isArray([1])", result: true },
    takes: [1, 1],
    run: (_run, _self, given) => Array.isArray(given.at(0)),
  },
  {
    name: "JSON.stringify",
    kind: "namespace",
    signature: "JSON.stringify(value, null?, indent?)",
    help: { en: "The value as JSON text.", fr: "La valeur en texte JSON." },
    example: { expression: "JSON.stringify({ a: [1, null] })", result: '{"a":[1,null]}' },
    takes: [1, 3],
    run: (run, _self, given) => {
      const indent = given.whole(2, { least: 0, most: 10, fallback: 0 });
      const value = leave(given.at(0), run);
      if (indent > 0) run.chargeText(marginsOf(value, indent));
      const text = JSON.stringify(value, null, indent);
      run.chargeText(text.length);
      return text;
    },
  },
  {
    name: "JSON.parse",
    kind: "namespace",
    signature: "JSON.parse(text)",
    help: { en: "The value that a JSON text holds.", fr: "La valeur que contient un texte JSON." },
    example: { expression: `JSON.parse('{"a":[1,2]}').a[1]`, result: 2 },
    takes: [1, 1],
    run: (run, _self, given) => {
      if (given.isMissing(0)) return undefined;
      const text = given.text(0);
      // The smallest values, `[],`, take 40 bytes of memory for three characters.
      run.chargeText(text.length);
      run.charge(Math.ceil(text.length / 3));
      if (isDeeperText(text, maxOutputDepth)) throw new Refusal("too-deep", { limit: maxOutputDepth });
      try {
        return JSON.parse(text);
      } catch (cause) {
        const reason = cause instanceof Error ? cause.message : String(cause);
        throw new Refusal("invalid-json", { reason: reason.slice(0, 200) });
      }
    },
  },
];
