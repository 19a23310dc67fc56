import { definitions } from "@sluice/nodes/definitions";
import { buildDocument, node } from "@sluice/workflow/testing";
import { expect, test } from "vitest";
import { usedWord } from "./used-data.ts";

const document = buildDocument({ nodes: { ask: node("http"), sum: node("transform"), nap: node("delay") } });
const word = (key: string, from: Parameters<typeof usedWord>[1]["from"]) =>
  usedWord({ document, types: definitions }, { node: key, from });

test("of a node that would have called somebody the mark says that it was not", () => {
  expect([word("ask", "pin"), word("ask", "execution")]).toEqual(["notCalledPin", "notCalledExecution"]);
  expect([word("ask", "example"), word("ask", "outside")]).toEqual(["example", "outside"]);
});

test("a node that computes or sleeps is marked with its data alone, as one that is gone, and the trigger", () => {
  expect([word("sum", "pin"), word("nap", "execution"), word("gone", "pin")]).toEqual([
    "pin",
    "execution",
    "pin",
  ]);
  expect([word("trigger", "delivery"), word("constructor", "pin")]).toEqual(["delivery", "pin"]);
});
