import type { TriggerVariable, WorkflowDocument } from "@sluice/workflow/document";
import type { Scope } from "@sluice/workflow/expressions";
import type { Json, Language, NodeTypes } from "@sluice/workflow/node-contract";
import { z } from "zod";
import { loopsAround } from "./loop-scope.ts";
import { nestingOf } from "./nesting.ts";

/** A name that an expression can read, with what stands below it. */
export interface Variable {
  /** What an expression writes: `trigger.amount`. */
  readonly expression: string;
  /** The last part of it. */
  readonly name: string;
  /** What people call it. */
  readonly alias?: string;
  readonly type?: string;
  /** Value in the trigger's example. */
  readonly example?: Json;
  readonly children: readonly Variable[];
}

export interface VariableSource {
  readonly document: WorkflowDocument;
  readonly types: NodeTypes;
  readonly language: Language;
  /** Key of the node that reads; null where all steps may be read. */
  readonly node: string | null;
  /** Values of the trigger's example. */
  readonly scope: Scope;
}

/** Deepest level that is listed below a root: deeper fields are found by writing on. */
const deepest = 6;
const longestList = 200;

/** All that an expression in a node's fields can read, as a tree, in the order of usefulness. */
export function variablesOf(source: VariableSource): readonly Variable[] {
  return [
    ...loopBranches(source),
    triggerBranch(source),
    stepsBranch(source),
    requestBranch(source.scope),
    plainBranch("workflow", ["id", "name", "version"]),
    plainBranch("execution", ["id", "startedAt"]),
    { expression: "now", name: "now", type: "datetime", children: [] },
  ].filter((branch) => branch !== null);
}

/** The element and its position in the loops around the node: of the innermost by `item` and `index`, of each by its key. */
function loopBranches({ document, types, node, scope }: VariableSource): readonly Variable[] {
  const loops = node === null ? [] : loopsAround(document, types, node);
  if (loops.length === 0) return [];
  const element = (expression: string, value: Json | undefined): readonly Variable[] => [
    {
      expression: `${expression}item`,
      name: "item",
      ...(value === undefined ? {} : { type: kindOfValue(value), example: value }),
      children: childrenOfValue(`${expression}item`, value, 1),
    },
    { expression: `${expression}index`, name: "index", type: "integer", example: 0, children: [] },
  ];
  return [
    ...element("", scope.item),
    {
      expression: "loop",
      name: "loop",
      type: "object",
      children: loops.map((key) => {
        const own = scope.loop?.[key];
        const item = typeof own === "object" && own !== null && !Array.isArray(own) ? own.item : undefined;
        const { name } = document.nodes[key] ?? {};
        return {
          expression: `loop.${key}`,
          name: key,
          ...(name && name !== key ? { alias: name } : {}),
          type: "object",
          children: element(`loop.${key}.`, item),
        };
      }),
    },
  ];
}

function triggerBranch({ document, scope }: VariableSource): Variable {
  const values = scope.trigger ?? {};
  return {
    expression: "trigger",
    name: "trigger",
    type: "object",
    children: variablesOfTrigger(document).map((variable) => ({
      expression: `trigger.${variable.key}`,
      name: variable.key,
      ...(variable.alias ? { alias: variable.alias } : {}),
      type: variable.type,
      ...exampleIn(values, variable.key),
      children: childrenOfValue(`trigger.${variable.key}`, values[variable.key], 1),
    })),
  };
}

/** The trigger's variables as they stand in the document; entries that are no variables yet are left out. */
export function variablesOfTrigger(document: WorkflowDocument): readonly TriggerVariable[] {
  const { variables } = document.trigger.config;
  if (!Array.isArray(variables)) return [];
  return variables.filter(
    (variable) =>
      typeof variable === "object" && variable !== null && "key" in variable && "path" in variable,
  ) as unknown as TriggerVariable[];
}

function stepsBranch({ document, types, node }: VariableSource): Variable | null {
  const before = node === null ? Object.keys(document.nodes) : stepsBefore(document, node);
  if (before.length === 0) return null;
  const children = before.flatMap((key): Variable[] => {
    const step = document.nodes[key];
    const definition = step && Object.hasOwn(types, step.type) ? types[step.type] : undefined;
    if (!step || !definition) return [];
    const schema = jsonSchemaOf(definition.outputOf?.(step.config) ?? definition.output);
    const expression = `steps.${key}`;
    return [
      {
        expression,
        name: key,
        ...(step.name && step.name !== key ? { alias: step.name } : {}),
        ...typeOf(schema),
        children: childrenOfSchema(expression, schema, 1),
      },
    ];
  });
  return { expression: "steps", name: "steps", type: "object", children };
}

/**
 * Keys of the nodes from which a way leads to `node`, or to a container around it, the nearest first. What stands in a
 * container is read inside of it only.
 */
function stepsBefore(document: WorkflowDocument, node: string): readonly string[] {
  const { parentOf } = nestingOf(document);
  const found = new Set<string>();
  const queue = [node];
  for (const key of queue) {
    const around = parentOf(key);
    if (around !== undefined && !queue.includes(around) && !found.has(around)) queue.push(around);
    for (const { from, to } of document.edges) {
      if (to !== key || from === "trigger" || from === node || found.has(from)) continue;
      found.add(from);
      queue.push(from);
    }
  }
  return [...found];
}

function requestBranch({ request = {} }: Scope): Variable {
  const kinds = {
    body: "any",
    query: "object",
    headers: "object",
    method: "string",
    url: "string",
    ip: "string",
    claims: "object",
  };
  return {
    expression: "request",
    name: "request",
    type: "object",
    children: Object.entries(kinds).map(([name, type]) => ({
      expression: `request.${name}`,
      name,
      type,
      ...exampleIn(request, name),
      children: childrenOfValue(`request.${name}`, request[name], 1),
    })),
  };
}

function plainBranch(root: string, names: readonly string[]): Variable {
  return {
    expression: root,
    name: root,
    type: "object",
    children: names.map((name) => ({ expression: `${root}.${name}`, name, type: "string", children: [] })),
  };
}

function childrenOfValue(expression: string, value: Json | undefined, depth: number): readonly Variable[] {
  if (depth > deepest || typeof value !== "object" || value === null) return [];
  // Of a list only the first element is shown: the others look alike.
  const entries = Array.isArray(value)
    ? Object.entries(value).slice(0, 1)
    : Object.entries(value).slice(0, longestList);
  return entries.map(([name, part]) => {
    const path = Array.isArray(value) ? `${expression}[${name}]` : member(expression, name);
    return {
      expression: path,
      name: Array.isArray(value) ? `[${name}]` : name,
      type: kindOfValue(part),
      example: part,
      children: childrenOfValue(path, part, depth + 1),
    };
  });
}

interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
}

function jsonSchemaOf(schema: z.ZodType): JsonSchema {
  return z.toJSONSchema(schema, { io: "output", unrepresentable: "any" }) as JsonSchema;
}

function childrenOfSchema(expression: string, schema: JsonSchema, depth: number): readonly Variable[] {
  if (depth > deepest) return [];
  if (schema.items) {
    const path = `${expression}[0]`;
    const children = childrenOfSchema(path, schema.items, depth + 1);
    return [{ expression: path, name: "[0]", ...typeOf(schema.items), children }];
  }
  return Object.entries(schema.properties ?? {}).map(([name, part]) => {
    const path = member(expression, name);
    return { expression: path, name, ...typeOf(part), children: childrenOfSchema(path, part, depth + 1) };
  });
}

function typeOf(schema: JsonSchema): { type?: string } {
  return typeof schema.type === "string" ? { type: schema.type } : {};
}

function member(expression: string, name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? `${expression}.${name}` : `${expression}[${JSON.stringify(name)}]`;
}

function exampleIn(values: { readonly [name: string]: Json }, name: string): { example?: Json } {
  const value = Object.hasOwn(values, name) ? values[name] : undefined;
  return value === undefined ? {} : { example: value };
}

function kindOfValue(value: Json): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}

/** The tree with only what matches `search` (name, alias or path), and what leads there. */
export function filterVariables(variables: readonly Variable[], search: string): readonly Variable[] {
  const wanted = search.trim().toLowerCase();
  if (wanted === "") return variables;
  return variables.flatMap((variable) => {
    const text = `${variable.expression} ${variable.alias ?? ""}`.toLowerCase();
    if (text.includes(wanted) && variable.children.length === 0) return [variable];
    const children = filterVariables(variable.children, search);
    if (children.length > 0) return [{ ...variable, children }];
    return text.includes(wanted) ? [{ ...variable, children: [] }] : [];
  });
}
