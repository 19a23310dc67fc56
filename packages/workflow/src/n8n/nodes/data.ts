import { forbiddenNames } from "../../document/schema.ts";
import type { Json, JsonObject } from "../../node-contract/json.ts";
import { at, listAt, tellOptions } from "../parameters.ts";
import { wholeOf } from "../sources.ts";
import type { NodeConverter } from "./node-converter.ts";
import { read, typed } from "./set-types.ts";

interface Field {
  readonly name: string;
  readonly value: Json | undefined;
}

type Given = Parameters<NodeConverter>[0];

const carriedBySet = new Set(["dotNotation"]);

export const setNode: NodeConverter = (given) => {
  const { node, values, notice } = given;
  const { parameters, typeVersion } = node;
  const keeps = keepsInput(parameters, typeVersion);
  if (keeps === "selected" || keeps === "except") return { left: `include: ${keeps}` };
  tellOptions(parameters.options, carriedBySet, notice);
  if (parameters.mode === "raw" || parameters.mode === "json") {
    const own = values.json(parameters.jsonOutput);
    const object = typeof own === "object" && own !== null && !Array.isArray(own) ? own : undefined;
    if (keeps === "none" && object) return { type: "set", config: { fields: object } };
    const expression = values.expression(treeOf(parameters.jsonOutput));
    return transform(keeps === "none" ? expression : `{ ...${inputOf(given)}, ...(${expression}) }`);
  }
  const fields = fieldsOf(given);
  const bad = fields.find(
    ({ name }) => name === "" || name.split(".").some((part) => forbiddenNames.has(part)),
  );
  if (bad) return { left: JSON.stringify(bad.name), because: "field-name" };
  const dots = at(parameters.options, "dotNotation") !== false;
  const tree = nested(fields, dots);
  if (keeps === "none") return { type: "set", config: { fields: values.tree(tree) as JsonObject } };
  return transform(merged(inputOf(given), tree, given));
};

function transform(expression: string) {
  return { type: "transform", config: { expression } };
}

function inputOf({ sources, node }: Given): string {
  return wholeOf(sources.input(node.name));
}

/** What is kept of the data that comes in: all of it until version 3.2, nothing from 3.3 on, unless it is said. */
function keepsInput(parameters: JsonObject, version: number): "all" | "none" | "selected" | "except" {
  if (version < 3) return parameters.keepOnlySet === true ? "none" : "all";
  if (version >= 3.3 && parameters.includeOtherFields !== true) return "none";
  const { include } = parameters;
  return include === "none" || include === "selected" || include === "except" ? include : "all";
}

function fieldsOf({ node, values, notice }: Given): Field[] {
  const { parameters, typeVersion: version } = node;
  if (version < 3) {
    return Object.values((parameters.values as JsonObject | undefined) ?? {}).flatMap((list) =>
      listAt(list).map(({ name, value }) => ({ name: String(name ?? ""), value })),
    );
  }
  const fieldOf = (name: string, value: Json | undefined, type: Json | undefined) => ({
    name,
    value: typed(value, type, {
      carries: (source) => values.carries(source),
      notCarried: () => notice("type-not-carried", name),
    }),
  });
  const assigned = listAt(parameters.assignments, "assignments");
  if (assigned.length > 0) {
    return assigned.map(({ name, value, type }) => fieldOf(String(name ?? ""), value, type));
  }
  return listAt(parameters.fields, "values").map((field) => {
    const type = typeof field.type === "string" ? field.type : "stringValue";
    return fieldOf(String(field.name ?? ""), field[type], type.replace(/Value$/, ""));
  });
}

/** `a.b` is a field in a field, unless dots are turned off. */
function nested(fields: readonly Field[], dots: boolean): JsonObject {
  const tree: JsonObject = {};
  for (const { name, value = "" } of fields) {
    const path = dots ? name.split(".") : [name];
    let place = tree;
    for (const part of path.slice(0, -1)) {
      const below = place[part];
      const next = typeof below === "object" && below !== null && !Array.isArray(below) ? below : {};
      place[part] = next;
      place = next;
    }
    place[path.at(-1) ?? name] = value;
  }
  return tree;
}

/** What comes in with the fields put over it, field by field where they stand in each other. */
function merged(input: string, tree: JsonObject, given: Given): string {
  const fields = Object.entries(tree).map(([name, value]) => {
    const isBranch = typeof value === "object" && value !== null && !Array.isArray(value);
    const key = /^[A-Za-z_]\w*$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
    const inner = isBranch ? merged(`${input}${key}`, value, given) : given.values.expression(value);
    return `${JSON.stringify(name)}: ${inner}`;
  });
  return `{ ...${[input, ...fields].join(", ")} }`;
}

/** JSON in a parameter: as a value when it is JSON without expressions. */
function treeOf(raw: Json | undefined): Json | undefined {
  if (typeof raw !== "string" || raw.startsWith("=")) return raw;
  return read(raw);
}

export const noOpNode: NodeConverter = (given) => {
  given.notice("does-nothing");
  return transform(inputOf(given));
};

export const mergeNode: NodeConverter = (given) => {
  const { node, sources, notice } = given;
  const { parameters } = node;
  const inputs = Array.from({ length: Math.min(Number(parameters.numberInputs ?? 2) || 2, 10) }, (_, index) =>
    sources.input(node.name, index),
  ).map(wholeOf);
  const [first = "null", second = first] = inputs;
  const mode = typeof parameters.mode === "string" ? parameters.mode : "append";
  const by =
    parameters.combineBy ?? parameters.combinationMode ?? (mode === "combine" ? "mergeByFields" : undefined);
  if (mode === "append") {
    notice("merge-first");
    return transform([...new Set(inputs)].join(" ?? "));
  }
  const positional = new Set<Json>(["combineByPosition", "combineAll", "mergeByPosition", "multiplex"]);
  if (
    mode === "mergeByIndex" ||
    mode === "multiplex" ||
    (mode === "combine" && by !== undefined && positional.has(by))
  ) {
    tellOptions(parameters.options, new Set(), notice);
    return transform(`{ ${[...new Set(inputs)].map((input) => `...${input}`).join(", ")} }`);
  }
  if (mode === "passThrough" || mode === "wait")
    return transform(parameters.output === "input2" ? second : first);
  if (mode === "chooseBranch" && parameters.output !== "empty") {
    const chosen = parameters.useDataOfInput ?? parameters.output;
    return transform(chosen === "input2" || Number(chosen) === 2 ? second : first);
  }
  return { left: by === undefined ? mode : `${mode}, ${String(by)}` };
};
