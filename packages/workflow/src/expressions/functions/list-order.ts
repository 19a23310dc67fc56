import { toText } from "../leave.ts";
import { toNumber } from "../operators.ts";
import type { Run } from "../run.ts";
import type { FunctionEntry, Given } from "./entry.ts";
import { listMethod } from "./lists.ts";

const sortTexts = {
  help: {
    en: "Sorted as text, or by (a, b) => a - b. The list itself stays as it is.",
    fr: "Trié comme du texte, ou par (a, b) => a - b. La liste elle-même reste telle quelle.",
  },
  takes: [0, 1] as const,
  arrows: [0],
  parameters: "(a, b) => …?",
};

function sorted(list: readonly unknown[], given: Given, run: Run): unknown[] {
  const arrow = given.optionalArrow(0);
  if (arrow !== undefined) {
    return list.toSorted((left, right) => {
      const order = toNumber(arrow(run, left, right), "sort", run);
      return Number.isNaN(order) ? 0 : order;
    });
  }
  // Missing elements go last and everything else is compared as text, as in JavaScript.
  const keyed = list.map((element) => ({
    element,
    text: element === undefined ? undefined : sortText(element, run),
  }));
  keyed.sort((left, right) => {
    run.charge(1);
    if (left.text === undefined || right.text === undefined) {
      return Number(left.text === undefined) - Number(right.text === undefined);
    }
    return left.text < right.text ? -1 : Number(left.text > right.text);
  });
  return keyed.map(({ element }) => element);
}

function sortText(element: unknown, run: Run): string {
  return element === null ? "null" : toText(element, run);
}

function reversed(list: readonly unknown[]): unknown[] {
  return list.toReversed();
}

const reverseTexts = {
  help: { en: "In the opposite order.", fr: "Dans l’ordre inverse." },
  takes: [0, 0] as const,
  parameters: "",
};

export const listOrderEntries: readonly FunctionEntry[] = [
  listMethod({
    name: "sort",
    ...sortTexts,
    example: { expression: "[10, 9, 1].sort((a, b) => a - b)", result: [1, 9, 10] },
    call: sorted,
  }),
  listMethod({
    name: "toSorted",
    ...sortTexts,
    example: { expression: '["b", "a"].toSorted()', result: ["a", "b"] },
    call: sorted,
  }),
  listMethod({
    name: "reverse",
    ...reverseTexts,
    example: { expression: "[1, 2, 3].reverse()", result: [3, 2, 1] },
    call: reversed,
  }),
  listMethod({
    name: "toReversed",
    ...reverseTexts,
    example: { expression: "[1, 2].toReversed()", result: [2, 1] },
    call: reversed,
  }),
];
