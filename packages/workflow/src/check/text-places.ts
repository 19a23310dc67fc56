import type { WorkflowDocument, WorkflowNode } from "../document/schema.ts";
import { checkExpression } from "../expressions/expression.ts";
import type { ExpressionProblem } from "../expressions/expression-error.ts";
import { findReferences, findReferencesInExpression } from "../expressions/find-references.ts";
import type { Reference } from "../expressions/references.ts";
import { findReferencesInScript } from "../expressions/script-references.ts";
import { checkTemplate, type TemplateOptions } from "../expressions/template.ts";
import type { NodeTypes } from "../node-contract/define-node.ts";
import { configParts } from "../node-contract/form/walk-config.ts";
import type { Json, JsonObject } from "../node-contract/json.ts";
import { type RuleGroup, type RuleItem, type Rules, rulesSchema } from "../node-contract/rules.ts";

type Path = readonly (string | number)[];

/** A text of a document that reads variables: a template, a bare expression, or a script. */
export interface TextPlace {
  /** Key of its node, or `trigger`. */
  readonly node: string;
  readonly at: Path;
  readonly text: string;
  /** Stands where a missing value is asked for (`exists`, `isEmpty`, `isNotEmpty`). */
  readonly tolerant?: boolean;
  /** Is asked for each iteration of its own node, a loop or one that asks again. */
  readonly iterates?: boolean;
  /** It is a script: what it reads can be told only as far as it is named. */
  readonly script?: true;
  /** Is read before an execution begins: nothing but `trigger` and `request` is there. */
  readonly early?: boolean;
  readonly references: readonly Reference[];
  readonly problems: readonly ExpressionProblem[];
}

/** All templates, expressions and scripts of a document, those of unknown node types left out. */
export function textPlaces(document: WorkflowDocument, types: NodeTypes): TextPlace[] {
  const places: TextPlace[] = [];
  const { response } = document.trigger.config;
  collectTree(response ?? null, { node: "trigger", at: ["trigger", "config", "response"] }, places);
  if (document.trigger.type === "webhook") collectDoor(document.trigger.config, places);
  const { concurrency } = document.settings ?? {};
  if (concurrency) {
    const at = ["settings", "concurrency", "key"];
    collectTree(concurrency.key, { node: "trigger", at, early: true }, places);
  }
  for (const [key, node] of Object.entries(document.nodes)) places.push(...textsOfNode(key, node, types));
  return places;
}

const known = new WeakMap<WorkflowNode, { key: string; types: NodeTypes; places: readonly TextPlace[] }>();

/** The texts of one node, remembered while it stays: the editor checks at every edit, and parsing is most of the work. */
function textsOfNode(key: string, node: WorkflowNode, types: NodeTypes): readonly TextPlace[] {
  const remembered = known.get(node);
  if (remembered?.key === key && remembered.types === types) return remembered.places;
  const places: TextPlace[] = [];
  collectNode(key, node, { types, places });
  known.set(node, { key, types, places });
  return places;
}

function collectNode(
  key: string,
  node: WorkflowNode,
  { types, places }: { types: NodeTypes; places: TextPlace[] },
): void {
  if (node.cache) collectTree(node.cache.key, { node: key, at: ["nodes", key, "cache", "key"] }, places);
  const definition = Object.hasOwn(types, node.type) ? types[node.type] : undefined;
  if (definition === undefined) return;
  for (const part of configParts(definition, node.config)) {
    const place = { node: key, at: ["nodes", key, "config", ...part.at] };
    const here = definition.asksAgain ? { ...place, iterates: true } : place;
    // What a loop evaluates itself, it asks for each iteration.
    const asked = definition.container?.repeats ? { ...here, iterates: true } : here;
    if (part.holds === "template") collectTree(part.value, here, places, escaping(part.escape));
    else if (part.holds === "expression") collectExpression(part.source, asked, places);
    else if (part.holds === "rules") collectRules(part.rules, asked, places);
    else if (part.holds === "literal" && part.field?.control === "code")
      collectScript(part.value, here, places);
  }
}

/** What the door asks of each request before anything begins. */
function collectDoor({ filter, dedupe }: JsonObject, places: TextPlace[]): void {
  const here = (...at: string[]) => ({ node: "trigger", at: ["trigger", "config", ...at], early: true });
  if (isObject(filter)) {
    const rules = rulesSchema.safeParse(filter.when);
    if (rules.success) collectRules(rules.data, here("filter", "when"), places);
    collectTree(filter.answer ?? null, here("filter", "answer"), places);
  }
  if (isObject(dedupe)) collectTree(dedupe.key ?? null, here("dedupe", "key"), places);
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

type Here = Pick<TextPlace, "node" | "at" | "tolerant" | "iterates" | "early">;

/** Operators that ask whether a value is there. */
const asking: ReadonlySet<string> = new Set(["exists", "isEmpty", "isNotEmpty"]);

function escaping(how: TemplateOptions["escape"] | undefined): TemplateOptions {
  return how === undefined ? {} : { escape: how };
}

function collectTree(value: Json, here: Here, places: TextPlace[], options: TemplateOptions = {}): void {
  if (typeof value === "string") {
    if (!value.includes("{{")) return;
    const problems = checkTemplate(value, options);
    places.push({ ...here, text: value, references: findReferences(value), problems });
    return;
  }
  if (typeof value !== "object" || value === null) return;
  for (const [key, child] of Object.entries(value)) {
    collectTree(
      child,
      { ...here, at: [...here.at, Array.isArray(value) ? Number(key) : key] },
      places,
      options,
    );
  }
}

function collectExpression(text: string, here: Here, places: TextPlace[]): void {
  if (text.trim() === "") return;
  places.push({
    ...here,
    text,
    references: findReferencesInExpression(text),
    problems: checkExpression(text),
  });
}

/** What is wrong with its syntax is a matter of its field's schema. */
function collectScript(value: Json, here: Here, places: TextPlace[]): void {
  if (typeof value !== "string") return;
  const { references } = findReferencesInScript(value);
  places.push({ ...here, text: value, script: true, references, problems: [] });
}

function collectRules(rules: Rules, here: Here, places: TextPlace[]): void {
  if ("expression" in rules)
    collectExpression(rules.expression, { ...here, at: [...here.at, "expression"] }, places);
  else collectGroup(rules, here, places);
}

function collectGroup(group: RuleGroup, here: Here, places: TextPlace[]): void {
  for (const [kind, items] of Object.entries(group) as [string, RuleItem[]][]) {
    for (const [index, item] of items.entries()) {
      const at = [...here.at, kind, index];
      if ("operator" in item) {
        const tolerant = asking.has(item.operator);
        collectTree(item.left, { ...here, at: [...at, "left"], tolerant }, places);
        collectTree(item.right ?? null, { ...here, at: [...at, "right"] }, places);
      } else collectGroup(item, { ...here, at }, places);
    }
  }
}
