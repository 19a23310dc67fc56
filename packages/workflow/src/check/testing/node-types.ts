import { z } from "zod";
import { defineNode, type NodeTypes } from "../../node-contract/define-node.ts";
import { schemaOfTree } from "../../node-contract/describe/schema-of-tree.ts";
import { fieldHints } from "../../node-contract/field-hints.ts";
import { jsonField } from "../../node-contract/json-field.ts";
import { rulesSchema } from "../../node-contract/rules.ts";

const label = { en: "Field", fr: "Champ" };
const text = { en: "text", fr: "texte" };
const out = { en: "out", fr: "suite" };
const common = {
  version: 1,
  kind: "logic",
  title: text,
  summary: text,
  icon: "box",
  effects: "none",
} as const;
const output = z.object({});

/** One node type of each kind that matters to a check. */
export const types: NodeTypes = {
  step: defineNode({
    ...common,
    type: "step",
    config: z.strictObject({
      value: jsonField().optional().register(fieldHints, { label, control: "json" }),
      amount: z.number().optional().register(fieldHints, { label }),
      title: z.string().min(1).optional().register(fieldHints, { label }),
      expression: z.string().optional().register(fieldHints, { label, value: "expression" }),
    }),
    ports: { out },
    output,
    example: { config: {}, input: null },
  }),
  branch: defineNode({
    ...common,
    type: "branch",
    config: z.strictObject({
      when: rulesSchema.register(fieldHints, { label, control: "rules", value: "rules" }),
    }),
    ports: { true: out, false: out },
    output,
    example: { config: { when: { all: [] } }, input: null },
  }),
  answer: defineNode({
    ...common,
    type: "answer",
    config: z.strictObject({
      headers: z
        .array(
          z.strictObject({
            name: z.string().register(fieldHints, { label }),
            value: z.string().register(fieldHints, { label }),
          }),
        )
        .optional()
        .register(fieldHints, { label, control: "pairs" }),
      then: z
        .enum(["stop", "continue"])
        .optional()
        .register(fieldHints, {
          label,
          value: "literal",
          options: { stop: text, continue: text },
        }),
    }),
    ports: { out },
    output,
    answers: (config) => (config.then === "continue" ? "continue" : "stop"),
    example: { config: {}, input: null },
  }),
  loop: defineNode({
    ...common,
    type: "loop",
    config: z.strictObject({
      items: jsonField().optional().register(fieldHints, { label, control: "json" }),
      while: rulesSchema.optional().register(fieldHints, { label, control: "rules", value: "rules" }),
    }),
    container: { repeats: true },
    ports: { out },
    output,
    example: { config: {}, input: null },
  }),
  try: defineNode({
    ...common,
    type: "try",
    config: z.strictObject({}),
    container: { repeats: false },
    ports: { out, error: out },
    output,
    example: { config: {}, input: null },
  }),
  wait: defineNode({
    ...common,
    type: "wait",
    config: z.strictObject({}),
    sleeps: true,
    awaitsCallback: () => true,
    ports: { out },
    output,
    example: { config: {}, input: null },
  }),
  call: defineNode({
    ...common,
    type: "call",
    effects: "outside",
    config: z.strictObject({
      workflow: z.string().optional().register(fieldHints, { label, control: "workflow", value: "literal" }),
    }),
    ports: { out },
    output,
    example: { config: {}, input: null },
  }),
  script: defineNode({
    ...common,
    type: "script",
    config: z.strictObject({
      code: z.string().register(fieldHints, { label, control: "code", value: "literal" }),
    }),
    ports: { out },
    output: z.json(),
    example: { config: { code: "return 1;" }, input: null },
  }),
  give: defineNode({
    ...common,
    type: "give",
    config: z.strictObject({
      fields: jsonField().register(fieldHints, { label, control: "json" }),
    }),
    ports: { out },
    output: z.json(),
    outputOf: ({ fields = {} }) => z.union([schemaOfTree(fields), z.null()]),
    example: { config: { fields: {} }, input: null },
  }),
  fetch: defineNode({
    ...common,
    type: "fetch",
    effects: "outside",
    config: z.strictObject({ url: z.string().register(fieldHints, { label, escape: "url" }) }),
    ports: { out },
    output,
    example: { config: { url: "https://shop.test/" }, input: null },
  }),
  stop: defineNode({
    ...common,
    type: "stop",
    config: z.strictObject({}),
    ports: {},
    output,
    example: { config: {}, input: null },
  }),
} as unknown as NodeTypes;
