import { compare } from "../operators.ts";
import type { Run } from "../run.ts";
import { isMissing, isRecord, keyOf, readMember, sameValue } from "../values.ts";
import type { FunctionEntry, Given } from "./entry.ts";

/** What the second argument says about each element: `x => x.price`, the name of a field, or the element itself. */
function picker(given: Given, run: Run): (element: unknown) => unknown {
  const by = given.at(1);
  if (isMissing(by)) return (element) => element;
  if (typeof by === "function") {
    const arrow = given.arrow(1);
    return (element) => arrow(run, element);
  }
  const key = keyOf(given.text(1), run);
  return (element) => readMember(element, key);
}

/** The numbers of a list; text that is a number counts, null and missing do not, anything else is refused. */
function numbersOf(run: Run, given: Given): number[] {
  if (given.isMissing(0)) return [];
  const list = given.list(0);
  run.charge(list.length);
  const pick = picker(given, run);
  const numbers: number[] = [];
  for (const element of list) {
    const value = pick(element);
    if (isMissing(value)) continue;
    const number =
      typeof value === "string" && value.trim() !== "" && value.length < 400 ? Number(value) : value;
    if (typeof number !== "number" || Number.isNaN(number))
      throw given.wrongType("@number", value, "@check-value");
    numbers.push(number);
  }
  return numbers;
}

/** `min` and `max` of a list or of the arguments: numbers, texts or dates. */
function extreme(run: Run, given: Given, order: "<" | ">"): unknown {
  const [first] = given.values;
  const isList = Array.isArray(first);
  const list = isList ? first : given.values;
  run.charge(list.length);
  const pick = isList ? picker(given, run) : (element: unknown) => element;
  let best: unknown;
  for (const element of list) {
    const value = pick(element);
    // `max(trigger.missing, x => …)`: a function is no value, and must not come out as the largest one.
    if (typeof value === "function") throw given.wrongType("@list", first, "@check-value");
    if (!isMissing(value) && (best === undefined || compare(value, order, best, run))) best = value;
  }
  return best;
}

function unique(run: Run, given: Given): unknown {
  if (given.isMissing(0)) return undefined;
  const pick = picker(given, run);
  const simple = new Set<unknown>();
  const others: unknown[] = [];
  const list = given.list(0);
  run.charge(list.length);
  return list.filter((element) => {
    const value = pick(element) ?? null;
    if (typeof value !== "object" || value === null) {
      if (typeof value === "string" && value.length > 256) run.chargeText(value.length);
      return simple.size < simple.add(value).size;
    }
    if (others.some((other) => sameValue(other, value, run))) return false;
    others.push(value);
    return true;
  });
}

export const totalEntries: readonly FunctionEntry[] = [
  {
    name: "sum",
    kind: "function",
    signature: "sum(list, x => …?)",
    help: { en: "The numbers of a list added up.", fr: "La somme des nombres d’une liste." },
    example: { expression: "sum([{ price: 2 }, { price: 3.5 }], x => x.price)", result: 5.5 },
    takes: [1, 2],
    arrows: [1],
    run: (run, _self, given) => numbersOf(run, given).reduce((total, number) => total + number, 0),
  },
  {
    name: "avg",
    kind: "function",
    signature: "avg(list, x => …?)",
    help: {
      en: "The mean of a list; missing when it is empty.",
      fr: "La moyenne d’une liste ; absente si elle est vide.",
    },
    example: { expression: "avg([1, 2, 3])", result: 2 },
    takes: [1, 2],
    arrows: [1],
    run: (run, _self, given) => {
      const numbers = numbersOf(run, given);
      if (numbers.length === 0) return undefined;
      return numbers.reduce((total, number) => total + number, 0) / numbers.length;
    },
  },
  {
    name: "min",
    kind: "function",
    signature: "min(list, x => …?) or min(a, b, …)",
    help: { en: "The smallest number, text or date.", fr: "Le plus petit nombre, texte ou date." },
    example: { expression: "min([3, 1, 2])", result: 1 },
    takes: [1, Number.POSITIVE_INFINITY],
    arrows: [1],
    run: (run, _self, given) => extreme(run, given, "<"),
  },
  {
    name: "max",
    kind: "function",
    signature: "max(list, x => …?) or max(a, b, …)",
    help: { en: "The largest number, text or date.", fr: "Le plus grand nombre, texte ou date." },
    example: { expression: "max(1, 5, 3)", result: 5 },
    takes: [1, Number.POSITIVE_INFINITY],
    arrows: [1],
    run: (run, _self, given) => extreme(run, given, ">"),
  },
  {
    name: "count",
    kind: "function",
    signature: "count(value, x => …?)",
    help: {
      en: "How many elements, fields or characters; with a function, for how many it is true.",
      fr: "Combien d’éléments, de champs ou de caractères ; avec une fonction, pour combien c’est vrai.",
    },
    example: { expression: "count([1, 2, 3], x => x > 1)", result: 2 },
    takes: [1, 2],
    arrows: [1],
    run: (run, _self, given) => {
      const value = given.at(0);
      if (isMissing(value)) return 0;
      const arrow = given.optionalArrow(1);
      if (arrow !== undefined) return given.list(0).filter((element) => arrow(run, element)).length;
      if (Array.isArray(value) || typeof value === "string") return value.length;
      if (!isRecord(value)) throw given.wrongType("@list-or-object", value, "@check-value");
      const { length } = Object.keys(value);
      run.charge(length);
      return length;
    },
  },
  {
    name: "unique",
    kind: "function",
    signature: "unique(list, x => …?)",
    help: { en: "The list without repetitions.", fr: "La liste sans répétitions." },
    example: { expression: "unique([1, 2, 1])", result: [1, 2] },
    takes: [1, 2],
    arrows: [1],
    run: (run, _self, given) => unique(run, given),
  },
  {
    name: "groupBy",
    kind: "function",
    signature: "groupBy(list, x => …)",
    help: {
      en: "An object of lists, by what the function or the field name gives.",
      fr: "Un objet de listes, selon ce que donne la fonction ou le nom du champ.",
    },
    example: {
      expression: 'groupBy([{ t: "a", n: 1 }, { t: "b", n: 2 }, { t: "a", n: 3 }], x => x.t)',
      result: {
        a: [
          { t: "a", n: 1 },
          { t: "a", n: 3 },
        ],
        b: [{ t: "b", n: 2 }],
      },
    },
    takes: [2, 2],
    arrows: [1],
    run: (run, _self, given) => {
      if (given.isMissing(0)) return undefined;
      const pick = picker(given, run);
      const groups = new Map<string, unknown[]>();
      const list = given.list(0);
      run.charge(list.length);
      for (const element of list) {
        const value = pick(element);
        const key = isMissing(value) ? "" : keyOf(value, run);
        const group = groups.get(key);
        if (group === undefined) groups.set(key, [element]);
        else group.push(element);
      }
      return Object.fromEntries(groups);
    },
  },
];
