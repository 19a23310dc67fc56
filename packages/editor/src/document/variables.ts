import type { TriggerVariable, WorkflowDocument, WorkflowNode } from "@sluice/workflow/document";
import type { Scope } from "@sluice/workflow/expressions";
import { certaintyOf, graphOf } from "@sluice/workflow/graph";
import type { Json, Language, NodeDefinition, NodeTypes } from "@sluice/workflow/node-contract";
import { declaredBelow } from "./declared-shape.ts";
import { loopsAround } from "./loop-scope.ts";
import { nestingOf } from "./nesting.ts";
import { ownField } from "./own-field.ts";
import { definitionOf } from "./ports.ts";
import { objectOf } from "./trigger-config.ts";
import {
  childrenOf,
  factsOf,
  type JsonSchema,
  jsonSchemaOf,
  schemaAt,
  type Variable,
} from "./variable-shape.ts";

export type { Variable };

export interface VariableSource {
  readonly document: WorkflowDocument;
  readonly types: NodeTypes;
  readonly language: Language;
  /** Key of the node that reads; null where all steps may be read. */
  readonly node: string | null;
  /** Values of the trigger's example. */
  readonly scope: Scope;
}

/** All that an expression in a node's fields can read, as a tree, in the order of usefulness. */
export function variablesOf(source: VariableSource): readonly Variable[] {
  return [
    ...loopBranches(source),
    triggerBranch(source),
    stepsBranch(source),
    requestBranch(source),
    plainBranch("workflow", ["id", "name", "version"]),
    plainBranch("execution", ["id", "startedAt"]),
    { expression: "now", name: "now", type: "datetime", children: [] },
  ].filter((branch) => branch !== null);
}

/** The element and its position in the loops around the node: of the innermost by `item` and `index`, of each by its key. */
function loopBranches({ document, types, node, scope }: VariableSource): readonly Variable[] {
  const loops = node === null ? [] : loopsAround(document, types, node);
  const again = definitionOf(types, document.nodes[node ?? ""]?.type ?? "")?.asksAgain;
  if (again) return askedBranches(again);
  if (loops.length === 0) return [];
  const element = (expression: string, value: Json | undefined): readonly Variable[] => [
    {
      expression: `${expression}item`,
      name: "item",
      ...factsOf({ value }),
      children: childrenOf(`${expression}item`, { value }),
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
        const { item } = objectOf(ownField(scope.loop, key));
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

/** What a node that asks again sees of itself; what is around it goes by `loop.<key>`. */
function askedBranches(shape: NonNullable<NodeTypes[string]["asksAgain"]>): readonly Variable[] {
  const schema = jsonSchemaOf(shape);
  return [
    { expression: "item", name: "item", ...factsOf({ schema }), children: childrenOf("item", { schema }) },
    { expression: "index", name: "index", type: "integer", example: 0, children: [] },
  ];
}

function triggerBranch({ document, scope }: VariableSource): Variable {
  const values = scope.trigger ?? {};
  const contract = bodySchemaOf(document);
  const all = variablesOfTrigger(document);
  return {
    expression: "trigger",
    name: "trigger",
    type: "object",
    children: all.map((variable) => {
      const { key, alias, type, from, path, required } = variable;
      const value = own(values, key);
      // The type is that of each element then.
      const isList = path.includes("[*]");
      const each = { type: "array", items: { type } };
      const declared = from === "body" ? schemaAt(contract, path) : undefined;
      const schema = isList ? each : (declared ?? declaredBelow(variable, all));
      return {
        expression: `trigger.${key}`,
        name: key,
        ...(alias ? { alias } : {}),
        type: isList ? each.type : type,
        ...(value === undefined ? {} : { example: value }),
        ...(required !== true && variable.default === undefined ? { missing: true as const } : {}),
        children: childrenOf(`trigger.${key}`, { schema, value }),
      };
    }),
  };
}

/** The schema that the trigger's contract declares for the body; one that says nothing where there is none. */
function bodySchemaOf({ trigger }: WorkflowDocument): JsonSchema {
  return objectOf(objectOf(trigger.config.contract).schema) as JsonSchema;
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

function stepsBranch(source: VariableSource): Variable | null {
  const { document, types, node } = source;
  const before = node === null ? Object.keys(document.nodes) : stepsBefore(document, node);
  if (before.length === 0) return null;
  const surely =
    node === null ? null : certaintyOf(document, { graph: graphOf(document), types, key: node }).surely;
  const children = before.flatMap((key): Variable[] => {
    const step = stepBranch(source, key, `steps.${key}`);
    if (step === null) return [];
    const sure = surely === null || surely.has(key);
    return [{ ...step, ...(sure ? {} : { missing: true as const }) }];
  });
  return { expression: "steps", name: "steps", type: "object", children };
}

/** What a step gives out, as its type declares it and as the data at hand has it. */
function stepBranch(
  { document, types, scope }: VariableSource,
  key: string,
  expression: string,
): Variable | null {
  const step = document.nodes[key];
  const definition = step && Object.hasOwn(types, step.type) ? types[step.type] : undefined;
  if (!step || !definition) return null;
  const shape = { schema: outputSchemaOf(step, definition), value: own(scope.steps ?? {}, key) };
  return {
    expression,
    name: key,
    ...(step.name && step.name !== key ? { alias: step.name } : {}),
    ...factsOf(shape),
    children: childrenOf(expression, shape),
  };
}

const schemasKnown = new WeakMap<WorkflowNode, { definition: NodeDefinition; schema: JsonSchema }>();

/** What a step gives out, remembered while the node stays: of 500 nodes it takes longer than a frame. */
function outputSchemaOf(step: WorkflowNode, definition: NodeDefinition): JsonSchema {
  if (!definition.outputOf) return jsonSchemaOf(definition.output);
  const known = schemasKnown.get(step);
  if (known?.definition === definition) return known.schema;
  const schema = jsonSchemaOf(definition.outputOf(step.config) ?? definition.output);
  schemasKnown.set(step, { definition, schema });
  return schema;
}

/**
 * `input` of a script: the output of the step before; where several lead here, the output of each by its key; the trigger's
 * variables at the beginning. Null where it is not known.
 */
export function inputVariable(source: VariableSource): Variable | null {
  const { document, node } = source;
  const into = [...new Set(document.edges.flatMap(({ from, to }) => (to === node ? [from] : [])))];
  const branchOf = (key: string, expression: string): Variable | null =>
    key === "trigger"
      ? { ...moved(triggerBranch(source), "trigger", expression), expression }
      : stepBranch(source, key, expression);
  const [only] = into;
  if (only === undefined) return null;
  if (into.length === 1) {
    const branch = branchOf(only, "input");
    return branch && { ...branch, name: "input" };
  }
  const children = into.flatMap((key) => branchOf(key, `input.${key}`) ?? []);
  return { expression: "input", name: "input", type: "object", children };
}

/** The same branch under another name. */
function moved(variable: Variable, from: string, to: string): Variable {
  return {
    ...variable,
    expression: to + variable.expression.slice(from.length),
    children: variable.children.map((child) => moved(child, from, to)),
  };
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

function requestBranch({ document, scope: { request = {} } }: VariableSource): Variable {
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
    children: Object.entries(kinds).map(([name, type]) => {
      const value = own(request, name);
      const schema = name === "body" ? bodySchemaOf(document) : undefined;
      return {
        expression: `request.${name}`,
        name,
        type,
        ...(value === undefined ? {} : { example: value }),
        ...(name === "claims" ? { missing: true as const } : {}),
        children: childrenOf(`request.${name}`, { schema, value }),
      };
    }),
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

function own(values: { readonly [name: string]: Json }, name: string): Json | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
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
