import { configIssues, type JsonObject, type Rules } from "@sluice/workflow/node-contract";
import { expect, test } from "vitest";
import { runExample, runNode, settled } from "../testing/run-node.ts";
import { switchNode } from "./definition.ts";
import { runSwitch } from "./run.ts";

const atLeast = (port: string, amount: number): JsonObject => ({
  port,
  when: {
    all: [{ left: "{{ trigger.amount }}", operator: "atLeast", right: amount }],
  } satisfies Rules as JsonObject,
});
const cases = [atLeast("huge", 1000), atLeast("large", 100), atLeast("some", 1)];
const choose = (mode: string, amount: number | string) =>
  runNode(runSwitch, { config: { mode, cases }, scope: { trigger: { amount } } });

test("the example leaves by the port of its second case", async () => {
  expect(await runExample(runSwitch)).toMatchObject({
    port: ["refunded"],
    output: { matched: ["refunded"] },
  });
});

test("first takes the first case that is met and looks no further", async () => {
  const result = await choose("first", 150);

  expect(result).toMatchObject({ port: ["large"], output: { matched: ["large"] } });
  expect(settled(result).rules?.map((rule) => [rule.case, rule.result])).toEqual([
    ["huge", "not-met"],
    ["large", "met"],
    ["some", "not-evaluated"],
  ]);
});

test("all takes every case that is met", async () => {
  const result = await choose("all", 150);

  expect(result).toMatchObject({ port: ["large", "some"], output: { matched: ["large", "some"] } });
  expect(settled(result).rules).toHaveLength(3);
});

test.each(["first", "all"])("what meets no case leaves by default (%s)", async (mode) => {
  expect(await choose(mode, 0)).toMatchObject({ port: ["default"], output: { matched: [] } });
});

test("the mode is first when none is given", async () => {
  const result = await runNode(runSwitch, { config: { cases }, scope: { trigger: { amount: 5000 } } });

  expect(result).toMatchObject({ port: ["huge"] });
});

test("a rule that is an error fails the step and names its case", async () => {
  const failure = await choose("all", "many").catch((error: unknown) => error);

  expect(failure).toMatchObject({
    code: "rule-error",
    message: expect.stringMatching(/^case huge: rule all\.0: /),
  });
});

test("after the first match an error in a later case does not count", async () => {
  const later = { port: "later", when: { expression: "trigger.amount.toFixed(" } };

  const result = await runNode(runSwitch, {
    config: { mode: "first", cases: [atLeast("some", 1), later] },
    scope: { trigger: { amount: 5 } },
  });

  expect(result).toMatchObject({ port: ["some"] });
});

test.each<[string, JsonObject[]]>([
  ["no case", []],
  ["two cases with one port", [atLeast("a", 1), atLeast("a", 2)]],
  ["the port default", [atLeast("default", 1)]],
  ["the port error, which onError: branch uses", [atLeast("error", 1)]],
  ["the port __proto__", [atLeast("__proto__", 1)]],
  ["a port with a space", [atLeast("a b", 1)]],
  ["a port from a template", [atLeast("{{ trigger.port }}", 1)]],
  ["a case without rules", [{ port: "a", when: { all: [] } }]],
])("refused: %s", (_, given) => {
  expect(configIssues(switchNode, { mode: "first", cases: given })).not.toEqual([]);
});

test("its ports are drawn from the cases, with their labels", () => {
  const config = {
    cases: [{ ...atLeast("huge", 1), name: "Huge!" }, atLeast("large", 2), { port: "" }, "x"],
  };

  expect(switchNode.dynamicPorts?.(config)).toEqual([
    { port: "huge", label: "Huge!" },
    { port: "large", label: "large" },
  ]);
  expect(switchNode.summarize?.(config, "fr")).toBe("Huge! · large");
});
