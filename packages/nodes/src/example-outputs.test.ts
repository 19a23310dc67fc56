import { type JsonObject, needsAnswer } from "@sluice/workflow/node-contract";
import { expect, test } from "vitest";
import { definitions } from "./definitions.ts";

const acting = (type: keyof typeof definitions, config: JsonObject = {}) =>
  needsAnswer(definitions, { type, config });

test("what reaches outside or waits for somebody needs an answer; a pause and what nobody waits for do not", () => {
  for (const type of ["http", "poll", "email", "chat", "sms", "database", "ai", "wait"] as const)
    expect(acting(type)).toBe(true);
  expect(acting("call")).toBe(true);
  expect(acting("call", { wait: false })).toBe(false);
  for (const type of ["delay", "emit", "set", "loop", "response"] as const) expect(acting(type)).toBe(false);
});

test.each<[keyof typeof definitions, JsonObject, unknown]>([
  ["http", { url: "https://shop.example/" }, undefined],
  ["call", { workflow: "wf_1" }, undefined],
  ["wait", { for: "callback" }, undefined],
  ["wait", { for: "approval" }, { approved: true }],
  ["email", { to: ["ada@example.com", 7] }, { accepted: ["ada@example.com"] }],
  ["database", { statement: "SELECT 1" }, undefined],
  ["database", { statement: " insert into t values (1)" }, { rows: [], rowCount: 1 }],
  ["database", { statement: "DELETE FROM t RETURNING id" }, undefined],
  ["ai", {}, { json: null, finish: "complete" }],
  [
    "ai",
    { schema: { type: "object", properties: { mood: { enum: ["good"] } } } },
    { json: { mood: "good" } },
  ],
  ["ai", { schema: { type: "string", pattern: "^never$", minLength: 40 } }, undefined],
])("an example of what %s with %j gives", (type, config, expected) => {
  const definition: { exampleOutput?: (config: JsonObject) => unknown } = definitions[type];
  const example = definition.exampleOutput?.(config);
  if (expected === undefined) expect(example).toBeUndefined();
  else expect(example).toMatchObject({ output: expected });
});
