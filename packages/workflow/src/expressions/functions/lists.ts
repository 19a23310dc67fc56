import { toText } from "../leave.ts";
import type { Run } from "../run.ts";
import { isMissing, sameValue } from "../values.ts";
import type { Arrow, FunctionEntry, Given } from "./entry.ts";
import { TextBuilder } from "./replace.ts";

type List = readonly unknown[];
export type ListMethod = (list: List, given: Given, run: Run) => unknown;

/** A method of lists. Every element is paid for once, here; what an arrow function does pays for itself. */
export function listMethod(
  entry: Omit<FunctionEntry, "kind" | "run" | "signature"> & { parameters: string; call: ListMethod },
): FunctionEntry {
  const { parameters, call, ...rest } = entry;
  return {
    ...rest,
    kind: "list",
    signature: `list.${entry.name}(${parameters})`,
    run: (run, self, given) => {
      const list = Array.isArray(self) ? self : [];
      run.charge(list.length);
      return call(list, given, run);
    },
  };
}

/** Methods that take one function of `(element, index)`. */
function withArrow(
  name: string,
  texts: Pick<FunctionEntry, "help" | "example">,
  work: (list: List, test: (element: unknown, index: number) => unknown) => unknown,
): FunctionEntry {
  return listMethod({
    name,
    parameters: "x => …",
    ...texts,
    takes: [1, 1],
    arrows: [0],
    needsArrow: true,
    call: (list, given, run) => {
      const arrow: Arrow = given.arrow(0);
      return work(list, (element, index) => arrow(run, element, index, list));
    },
  });
}

export const listEntries: readonly FunctionEntry[] = [
  withArrow(
    "map",
    {
      help: {
        en: "Each element turned into another value.",
        fr: "Chaque élément changé en une autre valeur.",
      },
      example: { expression: "[1, 2, 3].map(x => x * 2)", result: [2, 4, 6] },
    },
    (list, change) => list.map((element, index) => change(element, index)),
  ),
  withArrow(
    "filter",
    {
      help: { en: "The elements for which it is true.", fr: "Les éléments pour lesquels c’est vrai." },
      example: { expression: "[1, 2, 3].filter(x => x > 1)", result: [2, 3] },
    },
    (list, test) => list.filter((element, index) => test(element, index)),
  ),
  withArrow(
    "find",
    {
      help: {
        en: "The first element for which it is true.",
        fr: "Le premier élément pour lequel c’est vrai.",
      },
      example: { expression: '[{ id: 1 }, { id: 2, n: "b" }].find(x => x.id === 2).n', result: "b" },
    },
    (list, test) => list.find((element, index) => test(element, index)),
  ),
  withArrow(
    "findLast",
    {
      help: {
        en: "The last element for which it is true.",
        fr: "Le dernier élément pour lequel c’est vrai.",
      },
      example: { expression: "[1, 2, 3].findLast(x => x < 3)", result: 2 },
    },
    (list, test) => list.findLast((element, index) => test(element, index)),
  ),
  withArrow(
    "findIndex",
    {
      help: {
        en: "The position of the first such element; -1 if none.",
        fr: "La position du premier tel élément ; -1 sinon.",
      },
      example: { expression: "[5, 6].findIndex(x => x === 6)", result: 1 },
    },
    (list, test) => list.findIndex((element, index) => test(element, index)),
  ),
  withArrow(
    "some",
    {
      help: { en: "Whether it is true for any element.", fr: "Dit si c’est vrai pour au moins un élément." },
      example: { expression: "[1, 2, 3].some(x => x > 2)", result: true },
    },
    (list, test) => list.some((element, index) => test(element, index)),
  ),
  withArrow(
    "every",
    {
      help: { en: "Whether it is true for all elements.", fr: "Dit si c’est vrai pour tous les éléments." },
      example: { expression: "[1, 2, 3].every(x => x > 2)", result: false },
    },
    (list, test) => list.every((element, index) => test(element, index)),
  ),
  listMethod({
    name: "flatMap",
    parameters: "x => …",
    help: { en: "map, then one level of lists dissolved.", fr: "map, puis un niveau de listes dissous." },
    example: { expression: "[1, 2].flatMap(x => [x, x * 10])", result: [1, 10, 2, 20] },
    takes: [1, 1],
    arrows: [0],
    needsArrow: true,
    call: (list, given, run) => {
      const arrow = given.arrow(0);
      return flatten(
        list.map((element, index) => arrow(run, element, index, list)),
        1,
        run,
      );
    },
  }),
  listMethod({
    name: "reduce",
    parameters: "(sum, x) => …, start?",
    help: {
      en: "One value from all elements, step by step.",
      fr: "Une valeur tirée de tous les éléments, pas à pas.",
    },
    example: { expression: "[1, 2, 3].reduce((sum, x) => sum + x, 0)", result: 6 },
    takes: [1, 2],
    arrows: [0],
    needsArrow: true,
    call: (list, given, run) => {
      const arrow = given.arrow(0);
      if (given.values.length > 1) {
        return list.reduce((sum, element, index) => arrow(run, sum, element, index, list), given.at(1));
      }
      if (list.length === 0) throw given.wrongValue("@empty-reduce", "[]");
      return list.reduce((sum, element, index) => arrow(run, sum, element, index, list));
    },
  }),
  listMethod({
    name: "flat",
    parameters: "levels?",
    help: { en: "Lists inside the list dissolved.", fr: "Les listes dans la liste sont dissoutes." },
    example: { expression: "[1, [2, [3]]].flat()", result: [1, 2, [3]] },
    takes: [0, 1],
    call: (list, given, run) => flatten(list, Math.min(given.number(0, 1), 512), run),
  }),
  listMethod({
    name: "join",
    parameters: "separator?",
    help: { en: "The elements as one text.", fr: "Les éléments en un seul texte." },
    example: { expression: '["a", "b"].join(", ")', result: "a, b" },
    takes: [0, 1],
    call: (list, given, run) => {
      const separator = given.text(0, ",");
      const built = new TextBuilder(run);
      list.forEach((element, index) => {
        built.add(index === 0 ? toText(element, run) : separator + toText(element, run));
      });
      return built.text;
    },
  }),
  listMethod({
    name: "slice",
    parameters: "from, to?",
    help: { en: "The part from one position to another.", fr: "La partie d’une position à une autre." },
    example: { expression: "[1, 2, 3, 4].slice(1, 3)", result: [2, 3] },
    takes: [0, 2],
    call: (list, given) => list.slice(given.number(0, 0), given.isMissing(1) ? undefined : given.number(1)),
  }),
  listMethod({
    name: "at",
    parameters: "position",
    help: { en: "One element; -1 is the last.", fr: "Un élément ; -1 est le dernier." },
    example: { expression: "[1, 2, 3].at(-1)", result: 3 },
    takes: [1, 1],
    call: (list, given) => list.at(given.number(0, 0)),
  }),
  listMethod({
    name: "includes",
    parameters: "value",
    help: {
      en: "Whether a value is in it (compared by value).",
      fr: "Dit si une valeur y figure (comparée par valeur).",
    },
    example: { expression: '["a", "b"].includes("b")', result: true },
    takes: [1, 1],
    call: (list, given, run) =>
      list.some((element) => sameValue(element, given.at(0), run) || bothNaN(element, given.at(0))),
  }),
  listMethod({
    name: "indexOf",
    parameters: "value",
    help: {
      en: "The first position of a value; -1 if none.",
      fr: "La première position d’une valeur ; -1 sinon.",
    },
    example: { expression: '["a", "b"].indexOf("b")', result: 1 },
    takes: [1, 1],
    call: (list, given, run) => list.findIndex((element) => sameValue(element, given.at(0), run)),
  }),
  listMethod({
    name: "lastIndexOf",
    parameters: "value",
    help: {
      en: "The last position of a value; -1 if none.",
      fr: "La dernière position d’une valeur ; -1 sinon.",
    },
    example: { expression: '["a", "b", "a"].lastIndexOf("a")', result: 2 },
    takes: [1, 1],
    call: (list, given, run) => list.findLastIndex((element) => sameValue(element, given.at(0), run)),
  }),
  listMethod({
    name: "concat",
    parameters: "other",
    help: {
      en: "The list with another list or value after it.",
      fr: "La liste suivie d’une autre liste ou valeur.",
    },
    example: { expression: "[1].concat([2, 3])", result: [1, 2, 3] },
    takes: [1, 1],
    call: (list, given, run) => {
      const other = given.at(0);
      if (isMissing(other)) return list;
      if (Array.isArray(other)) run.charge(other.length);
      return list.concat(other);
    },
  }),
];

function bothNaN(left: unknown, right: unknown): boolean {
  return Number.isNaN(left) && Number.isNaN(right);
}

/** Own loop instead of `flat`: it pays as it goes. */
function flatten(list: List, levels: number, run: Run, into: unknown[] = []): unknown[] {
  run.charge(list.length);
  for (const element of list) {
    if (Array.isArray(element) && levels >= 1) flatten(element, levels - 1, run, into);
    else into.push(element);
  }
  return into;
}
