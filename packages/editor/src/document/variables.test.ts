import { definitions } from "@sluice/nodes/definitions";
import { buildDocument, node } from "@sluice/workflow/testing";
import { describe, expect, it } from "vitest";
import { exampleScope } from "./example-scope.ts";
import { inputVariable, type Variable, variablesOf } from "./variables.ts";

const document = buildDocument({
  trigger: {
    variables: [
      { key: "id", from: "body", path: "id", type: "string", required: true },
      { key: "note", from: "body", path: "note", type: "string", required: false },
      { key: "lang", from: "query", path: "lang", type: "string", required: false, default: "en" },
      { key: "customer", from: "body", path: "order.customer", type: "object", required: true },
    ],
    contract: {
      schema: {
        type: "object",
        required: ["id"],
        properties: {
          id: { type: "string" },
          order: {
            type: "object",
            properties: {
              customer: { $ref: "#/$defs/person" },
              lines: { type: "array", items: { type: "object", properties: { sku: { type: "string" } } } },
            },
          },
        },
        $defs: {
          person: {
            type: "object",
            required: ["name"],
            properties: { name: { type: "string" }, vat: { type: "string" } },
          },
        },
      },
    },
  },
  nodes: {
    isPaid: node("condition", { when: { expression: "true" } }),
    paid: node("set", { fields: { total: 1 } }),
    any: node("transform", { expression: "1" }),
    last: node("code", { code: "return input" }),
  },
  edges: [
    ["trigger", "isPaid"],
    ["isPaid.true", "paid"],
    ["paid", "any"],
    ["isPaid.false", "any"],
    ["any", "last"],
  ],
});
const given = (key: string | null, steps = {}) => ({
  ...{ document, types: definitions, language: "en" as const, node: key },
  scope: { ...exampleScope(document, "wf_1"), steps },
});
const at = (variables: readonly Variable[], expression: string): Variable | undefined => {
  for (const variable of variables) {
    const found = variable.expression === expression ? variable : at(variable.children, expression);
    if (found) return found;
  }
  return undefined;
};

describe("the variables of a node", () => {
  it("are known from what is declared before anything has run", () => {
    const all = variablesOf(given("any"));
    expect(at(all, "trigger.customer.name")).toMatchObject({ type: "string" });
    expect(at(all, "trigger.customer.vat")).toMatchObject({ type: "string", missing: true });
    expect(at(all, "request.body.order.lines[0].sku")).toMatchObject({ type: "string" });
    expect(at(all, "steps.isPaid.result")).toMatchObject({ type: "boolean" });
  });

  it("say what may be missing: what is not required, and what a branch may pass by", () => {
    const all = variablesOf(given("any"));
    const missing = ["trigger.id", "trigger.note", "trigger.lang", "steps.isPaid", "steps.paid"].filter(
      (expression) => at(all, expression)?.missing,
    );
    expect(missing).toEqual(["trigger.note", "steps.paid"]);
  });

  it("take the fields of outputs that nobody declared from what the steps gave", () => {
    const steps = { any: { rows: [{ sku: "a" }], "odd key": 1 } };
    const all = variablesOf(given("last", steps));
    expect(at(all, "steps.any.rows[0].sku")).toMatchObject({ type: "string", example: "a" });
    expect(at(all, 'steps.any["odd key"]')).toMatchObject({ type: "number" });
    expect(at([inputVariable(given("last", steps)) as Variable], "input.rows[0].sku")).toMatchObject({
      type: "string",
    });
  });

  it("are the step before, or each of several, to a script", () => {
    const first = inputVariable(given("isPaid"));
    expect(first?.children.map(({ expression }) => expression)).toEqual([
      ...["input.id", "input.note", "input.lang", "input.customer"],
    ]);
    const both = inputVariable(given("any"));
    expect(both?.children.map(({ expression }) => expression)).toEqual(["input.paid", "input.isPaid"]);
    expect(inputVariable(given(null))).toBeNull();
  });
});
