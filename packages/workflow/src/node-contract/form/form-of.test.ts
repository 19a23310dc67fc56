import { expect, test } from "vitest";
import { z } from "zod";
import { fieldHints } from "../field-hints.ts";
import { numberField } from "../number-field.ts";
import { rulesSchema } from "../rules.ts";
import { textField } from "../text-field.ts";
import { fieldsNow } from "./fields-now.ts";
import { FormError, formOf } from "./form-of.ts";

const text = (label: string) => ({ en: label, fr: `${label} (fr)` });
const type = "sample";

test("a field brings label, control, kind, default and bounds from its schema", () => {
  const config = z.strictObject({
    name: z
      .string()
      .min(1)
      .max(20)
      .register(fieldHints, { label: text("Name"), placeholder: "Ada" }),
    age: numberField(z.int().min(0).max(150))
      .default(7)
      .register(fieldHints, { label: text("Age") }),
    ratio: z.number().register(fieldHints, { label: text("Ratio") }),
    open: z
      .boolean()
      .default(false)
      .register(fieldHints, { label: text("Open") }),
    note: textField(z.string())
      .optional()
      .register(fieldHints, { label: text("Note"), control: "long-text" }),
  });

  expect(formOf({ type, config })).toEqual([
    {
      name: "name",
      path: ["name"],
      label: text("Name"),
      placeholder: "Ada",
      control: "text",
      kind: "text",
      holds: "template",
      required: true,
      minLength: 1,
      maxLength: 20,
    },
    {
      name: "age",
      path: ["age"],
      label: text("Age"),
      control: "number",
      kind: "integer",
      holds: "template",
      required: false,
      default: 7,
      minimum: 0,
      maximum: 150,
    },
    {
      name: "ratio",
      path: ["ratio"],
      label: text("Ratio"),
      control: "number",
      kind: "number",
      holds: "template",
      required: true,
    },
    {
      name: "open",
      path: ["open"],
      label: text("Open"),
      control: "switch",
      kind: "boolean",
      holds: "template",
      required: false,
      default: false,
    },
    {
      name: "note",
      path: ["note"],
      label: text("Note"),
      control: "long-text",
      kind: "text",
      holds: "template",
      required: false,
    },
  ]);
});

test("an unbounded integer shows no bounds, which are only those of JavaScript", () => {
  const config = z.strictObject({ n: z.int().register(fieldHints, { label: text("N") }) });

  const [field] = formOf({ type, config });

  expect(field).not.toHaveProperty("minimum");
  expect(field).not.toHaveProperty("maximum");
});

test("objects, lists of objects, lists of texts, maps, enumerations and nullable fields each find their control", () => {
  const config = z.strictObject({
    address: z
      .strictObject({ city: z.string().register(fieldHints, { label: text("City") }) })
      .register(fieldHints, { label: text("Address") }),
    headers: z
      .array(z.strictObject({ name: z.string().register(fieldHints, { label: text("Name") }) }))
      .min(1)
      .register(fieldHints, { label: text("Headers"), control: "pairs" }),
    tags: z.array(z.string()).register(fieldHints, { label: text("Tags"), value: "literal" }),
    env: z.record(z.string(), z.string()).register(fieldHints, { label: text("Env") }),
    mode: z
      .enum(["a", "b"])
      .register(fieldHints, { label: text("Mode"), options: { a: text("A"), b: text("B") } }),
    size: z
      .union([z.literal("s"), z.literal("l")])
      .register(fieldHints, { label: text("Size"), options: { s: text("S"), l: text("L") } }),
    maybe: z
      .string()
      .nullable()
      .register(fieldHints, { label: text("Maybe") }),
    when: rulesSchema.register(fieldHints, { label: text("When"), value: "rules" }),
    tree: z.json().register(fieldHints, { label: text("Tree") }),
    key: z.string().register(fieldHints, { label: text("Key"), value: "secret" }),
    code: z.string().register(fieldHints, { label: text("Code"), value: "expression" }),
  });

  const fields = formOf({ type, config });
  const shape = fields.map(({ name, control, kind }) => [name, control, kind]);

  expect(shape).toEqual([
    ["address", "group", "object"],
    ["headers", "pairs", "list"],
    ["tags", "list", "list"],
    ["env", "map", "map"],
    ["mode", "select", "text"],
    ["size", "select", "text"],
    ["maybe", "text", "text"],
    ["when", "rules", "rules"],
    ["tree", "json", "any"],
    ["key", "secret", "text"],
    ["code", "expression", "text"],
  ]);
  const [address, headers, tags, env, mode] = fields;
  expect(address?.children?.[0]?.path).toEqual(["address", "city"]);
  expect(headers?.children?.[0]?.path).toEqual(["headers", "*", "name"]);
  expect(headers?.minItems).toBe(1);
  expect(tags?.item).toMatchObject({ name: "*", path: ["tags", "*"], label: text("Tags"), holds: "literal" });
  expect(env?.item).toMatchObject({ name: "*", path: ["env", "*"], control: "text" });
  expect(mode?.options).toEqual([
    { value: "a", label: text("A") },
    { value: "b", label: text("B") },
  ]);
});

test.each([
  ["name", z.strictObject({ name: z.string() })],
  [
    "list.*.inner",
    z.strictObject({
      list: z.array(z.strictObject({ inner: z.string() })).register(fieldHints, { label: text("List") }),
    }),
  ],
])("a field without a hint is named: %s", (place, config) => {
  expect(() => formOf({ type, config })).toThrow(FormError);
  expect(() => formOf({ type, config })).toThrow(`sample: the field "${place}" has no hint`);
});

test("an option without a label is named", () => {
  const config = z.strictObject({
    mode: z.enum(["a", "b"]).register(fieldHints, { label: text("Mode"), options: { a: text("A") } }),
  });

  expect(() => formOf({ type, config })).toThrow('the value "b" of the field "mode" has no label');
});

test("a schema that contains itself needs the control json", () => {
  interface Tree {
    inner?: Tree | undefined;
  }
  const tree: z.ZodType<Tree> = z.strictObject({
    get inner() {
      return tree.optional().register(fieldHints, { label: text("Inner") });
    },
  });

  const config = z.strictObject({ tree: tree.register(fieldHints, { label: text("Tree") }) });

  expect(() => formOf({ type, config })).toThrow("contains itself");
});

test("a form is derived once", () => {
  const config = z.strictObject({ n: z.int().register(fieldHints, { label: text("N") }) });

  expect(formOf({ type, config })).toBe(formOf({ type, config }));
});

test("what is shown follows the other fields, their defaults included", () => {
  const config = z.strictObject({
    kind: z
      .enum(["json", "html", "empty"])
      .default("json")
      .register(fieldHints, {
        label: text("Kind"),
        options: { json: text("J"), html: text("H"), empty: text("E") },
      }),
    body: z
      .json()
      .optional()
      .register(fieldHints, {
        label: text("Body"),
        control: "json",
        visibleWhen: { field: "kind", in: ["json", "html"] },
        variants: [{ when: { field: "kind", in: ["html"] }, control: "long-text", escape: "html" }],
      }),
  });
  const fields = formOf({ type, config });

  expect(fieldsNow(fields, {}).map(({ control }) => control)).toEqual(["select", "json"]);
  expect(fieldsNow(fields, { kind: "html" })[1]).toMatchObject({ control: "long-text", escape: "html" });
  expect(fieldsNow(fields, { kind: "empty" }).map(({ name }) => name)).toEqual(["kind"]);
});
