import { type FormField, formOf, type NodeDefinition, rulesSchema } from "@sluice/workflow/node-contract";
import { applyOperation } from "@sluice/workflow/operations";
import { buildDocument, node } from "@sluice/workflow/testing";
import { describe, expect, test } from "vitest";
import { definitions } from "./definitions.ts";

/**
 * Renaming a key or a variable rewrites configs without knowing their node types: a text in a field called
 * `expression` is taken for a bare expression, one in a field `code` of the config itself for a script, every other one for a template. That holds as long as this passes.
 */
describe.each<[string, NodeDefinition]>(Object.entries(definitions))("%s", (_, definition) => {
  const fields = everyField(formOf(definition));

  test("a field that holds a bare expression is called `expression`, and no other text field is", () => {
    for (const field of fields) {
      if (field.holds === "expression") expect(ownName(field)).toBe("expression");
      if (ownName(field) === "expression") expect(field.holds).toBe("expression");
    }
  });

  test("a field of the config called `code` holds a script, and no other field does", () => {
    for (const field of fields) {
      const isScript = field.path.length === 1 && ownName(field) === "code";
      expect(field.control === "code").toBe(isScript);
      if (isScript) expect(field.holds).toBe("literal");
    }
  });
});

test("the bare expression of rules is called `expression`, and rules have no other one", () => {
  expect(rulesSchema.safeParse({ expression: "trigger.a" }).success).toBe(true);
  for (const other of ["source", "when", "script"]) {
    expect(rulesSchema.safeParse({ [other]: "trigger.a" }).success).toBe(false);
  }
});

test("the examples of all node types follow a renamed variable and a renamed key", () => {
  const nodes = Object.fromEntries(
    Object.values<NodeDefinition>(definitions).map(({ type, example }) => [
      `a${type.replaceAll("-", "")}`,
      node(type, JSON.parse(JSON.stringify(example.config).replaceAll("trigger.", "steps.before."))),
    ]),
  );
  const document = buildDocument({ nodes: { before: node("set", { fields: {} }), ...nodes } });

  const renamed = applyOperation(document, { op: "rename-key", from: "before", to: "earlier" });

  expect(JSON.stringify(document).match(/steps\.before\./g)?.length).toBeGreaterThan(5);
  expect(JSON.stringify(renamed)).not.toContain("before");
  expect(JSON.stringify(renamed)).toBe(JSON.stringify(document).replaceAll("before", "earlier"));
});

function everyField(fields: readonly FormField[]): FormField[] {
  return fields.flatMap((field) => [
    field,
    ...everyField(field.children ?? []),
    ...(field.item ? everyField([field.item]) : []),
  ]);
}

/** The name of the field in whose value a text stands: items of a list go by the name of the list. */
function ownName(field: FormField): string | undefined {
  return field.path.filter((step) => step !== "*").at(-1);
}
