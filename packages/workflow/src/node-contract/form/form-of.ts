import type { NodeDefinition } from "../define-node.ts";
import type { Control, FieldHint } from "../field-hints.ts";
import type { FieldKind, FormField, FormOption } from "./form-field.ts";
import { followReference, type SchemaNode, schemaOfConfig } from "./schema-node.ts";

/** A definition whose form cannot be derived: a mistake of its author, found by the test over all types. */
export class FormError extends Error {
  override readonly name = "FormError";
}

interface Place {
  readonly type: string;
  readonly root: SchemaNode;
  readonly path: readonly string[];
  /** References that are open above this place: a second one of the same name would never end. */
  readonly open: readonly string[];
  /** The hint of the list or map whose items stand here: items without one of their own look like it. */
  readonly around?: SchemaNode;
}

const made = new WeakMap<NodeDefinition["config"], readonly FormField[]>();

/**
 * The form of a node type, derived once from its config schema and remembered.
 * Throws a `FormError` that names the field when one has no hint, an option has no label or the schema is
 * something no control can show.
 */
export function formOf(definition: Pick<NodeDefinition, "type" | "config">): readonly FormField[] {
  const known = made.get(definition.config);
  if (known) return known;
  const root = schemaOfConfig(definition.config);
  const fields = fieldsOf(root, { type: definition.type, root, path: [], open: [] });
  made.set(definition.config, fields);
  return fields;
}

function fieldsOf(node: SchemaNode, place: Place): readonly FormField[] {
  const required = new Set(node.required);
  return Object.entries(node.properties ?? {}).map(([name, child]) =>
    fieldOf(child, required.has(name), { ...place, path: [...place.path, name] }),
  );
}

function fieldOf(raw: SchemaNode, required: boolean, place: Place): FormField {
  const node = withoutNull(followReference(raw, place.root));
  const hint = hintOf(node, place);
  const kind = kindOf(node, hint);
  const opaque = hint.value === "rules" || isWhole(hint) || isReference(hint);
  const options = optionsOf(node, hint, place);
  const inside = opaque ? {} : insideOf(node, kind, { ...place, open: opened(raw, place), around: node });
  return {
    name: place.path.at(-1) ?? "",
    path: place.path,
    label: hint.label,
    ...given("help", hint.help),
    ...given("placeholder", hint.placeholder),
    control: hint.control ?? controlOf(kind, hint, options),
    kind,
    holds: hint.value ?? "template",
    ...given("escape", hint.escape),
    required,
    ...given("default", node.default),
    ...given("accepts", hint.accepts),
    ...given("options", options),
    ...inside,
    ...given("visibleWhen", hint.visibleWhen),
    ...given("variants", hint.variants),
    // zod writes the bounds of a safe integer into every integer; they are no limits of the field.
    ...given("minimum", node.minimum === Number.MIN_SAFE_INTEGER ? undefined : node.minimum),
    ...given("maximum", node.maximum === Number.MAX_SAFE_INTEGER ? undefined : node.maximum),
    ...given("minLength", node.minLength),
    ...given("maxLength", node.maxLength),
    ...given("minItems", node.minItems),
    ...given("maxItems", node.maxItems),
  };
}

function insideOf(node: SchemaNode, kind: FieldKind, place: Place): Pick<FormField, "children" | "item"> {
  if (kind === "object") return { children: fieldsOf(node, place) };
  const below = { ...place, path: [...place.path, "*"] };
  if (kind === "list" && node.items) {
    const item = followReference(node.items, place.root);
    return item.properties ? { children: fieldsOf(item, below) } : { item: fieldOf(node.items, true, below) };
  }
  if (kind === "map" && typeof node.additionalProperties === "object") {
    return { item: fieldOf(node.additionalProperties, true, below) };
  }
  return {};
}

/** Shown and walked as one value, whatever is in it. */
function isWhole({ control }: FieldHint): boolean {
  return control === "json" || control === "operation";
}

function isReference(hint: FieldHint): boolean {
  return hint.value === "secret" || hint.value === "credential";
}

/** The node's own hint, or for items what the list around them lends. */
function hintOf(node: SchemaNode, place: Place): FieldHint {
  if (node.label) return node as FieldHint;
  const { around } = place;
  if (place.path.at(-1) === "*" && around?.label) {
    return {
      label: around.label,
      ...given("value", around.value),
      ...given("escape", around.escape),
      ...given("placeholder", around.placeholder),
    };
  }
  throw new FormError(
    `${place.type}: the field "${place.path.join(".")}" has no hint; end its schema with .register(fieldHints, { label, … })`,
  );
}

function kindOf(node: SchemaNode, hint: FieldHint): FieldKind {
  if (hint.value === "rules" || hint.control === "rules") return "rules";
  if (isWhole(hint) || hint.value === "credential") return "any";
  switch (node.type) {
    case "string":
      return "text";
    case "number":
    case "integer":
    case "boolean":
      return node.type;
    case "array":
      return "list";
    case "object":
      return node.properties ? "object" : "map";
    default:
      return literalsOf(node)?.every((value) => typeof value === "string") ? "text" : "any";
  }
}

function controlOf(kind: FieldKind, hint: FieldHint, options: FormField["options"]): Control {
  if (hint.value === "secret" || hint.value === "credential") return hint.value;
  if (hint.value === "expression") return "expression";
  if (options) return "select";
  const byKind = {
    text: "text",
    number: "number",
    integer: "number",
    boolean: "switch",
    object: "group",
    list: "list",
    map: "map",
    rules: "rules",
    any: "json",
  } as const satisfies Record<FieldKind, Control>;
  return byKind[kind];
}

function optionsOf(node: SchemaNode, hint: FieldHint, place: Place): readonly FormOption[] | undefined {
  return literalsOf(node)?.map((value) => {
    const label = hint.options?.[String(value)];
    if (label) return { value, label };
    throw new FormError(
      `${place.type}: the value "${String(value)}" of the field "${place.path.join(".")}" has no label; name it in the hint's options`,
    );
  });
}

function literalsOf(node: SchemaNode): SchemaNode["enum"] {
  if (node.enum) return node.enum;
  if (node.const !== undefined) return [node.const];
  const members = node.anyOf ?? node.oneOf;
  return members?.length && members.every((member) => member.const !== undefined)
    ? members.map((member) => member.const ?? null)
    : undefined;
}

/** A field that may be null looks like the field without it. */
function withoutNull(node: SchemaNode): SchemaNode {
  if (Array.isArray(node.type)) {
    const [only, ...more] = node.type.filter((type) => type !== "null");
    // Several types at once are a value of any kind.
    const { type: _, ...untyped } = node;
    return only === undefined || more.length > 0 ? untyped : { ...untyped, type: only };
  }
  const others = node.anyOf?.filter((member) => member.type !== "null");
  if (others?.length !== 1 || others.length === node.anyOf?.length) return node;
  const { anyOf: _, ...own } = node;
  return { ...others[0], ...own };
}

function opened(raw: SchemaNode, place: Place): readonly string[] {
  if (raw.$ref === undefined) return place.open;
  if (place.open.includes(raw.$ref)) {
    throw new FormError(
      `${place.type}: the field "${place.path.join(".")}" contains itself; give it the control json or the value rules`,
    );
  }
  return [...place.open, raw.$ref];
}

function given<Key extends string, Value>(key: Key, value: Value | undefined): { [K in Key]?: Value } {
  return (value === undefined ? {} : { [key]: value }) as { [K in Key]?: Value };
}
