import { isSecret, keepsKeyOrder, type WorkflowDocument, type WorkflowNode } from "@sluice/workflow/document";
import {
  type ConfigPart,
  configParts,
  type FormField,
  formOf,
  type Json,
  type NodeTypes,
} from "@sluice/workflow/node-contract";
import { definitionOf } from "./ports.ts";

/** A text that a person has written somewhere in the workflow, a number or the name of a field of their own among them. */
export interface WrittenText {
  /** Its path in the document; of a name, that of its value. */
  readonly at: readonly (string | number)[];
  readonly text: string;
  /** Left out: a text. */
  readonly holds?: "number" | "name";
}

/** Fields that hold words of the program, wherever they stand in the trigger's config. */
const choices: ReadonlySet<string> = new Set(["kind", "type", "operator", "mode", "then", "from", "key"]);
/** What of the trigger is written by hand; senders, limits and pasted examples are not searched. */
const triggerFields = ["variables", "filter", "dedupe", "response", "docs"] as const;

/**
 * Every text of the workflow that find and replace may touch: names, notes, settings with their numbers and the names in
 * their values, expressions. Left out are keys of nodes and variables (renaming one is an operation of its own), choices
 * from lists, secrets, credentials, and examples as they were pasted.
 */
export function writtenTexts(document: WorkflowDocument, types: NodeTypes): readonly WrittenText[] {
  const found: WrittenText[] = [];
  const add = (at: WrittenText["at"], text: string | undefined) => {
    if (text !== undefined && text !== "") found.push({ at, text });
  };
  const addName = (at: WrittenText["at"], name: string) => {
    if (name !== "") found.push({ at: [...at, name], text: name, holds: "name" });
  };
  const addTree = (
    at: WrittenText["at"],
    value: Json | undefined,
    {
      skip = noNames,
      isOwn = keepsKeyOrder,
    }: { skip?: ReadonlySet<string>; isOwn?: typeof keepsKeyOrder } = {},
  ) => {
    if (typeof value === "string") add(at, value);
    else if (typeof value === "number") found.push({ at, text: String(value), holds: "number" });
    else if (Array.isArray(value))
      for (const [index, one] of value.entries()) addTree([...at, index], one, { skip, isOwn });
    else if (typeof value === "object" && value !== null && !isSecret(value)) {
      for (const [name, one] of Object.entries(value)) {
        if (isOwn(at)) addName(at, name);
        if (!(skip.has(name) && typeof one === "string")) addTree([...at, name], one, { skip, isOwn });
      }
    }
  };

  add(["name"], document.name);
  add(["description"], document.description);
  for (const field of triggerFields)
    addTree(["trigger", "config", field], document.trigger.config[field], { skip: choices });
  for (const [key, node] of Object.entries(document.nodes)) {
    add(["nodes", key, "name"], node.name);
    for (const part of partsOf(node, types)) {
      const at = ["nodes", key, "config", ...part.at];
      if (part.holds === "expression") add(at, part.source);
      else if (part.holds === "rules") addTree(at, part.rules as Json, { skip: operators, isOwn: never });
      else if (part.holds === "template" || (part.holds === "literal" && !part.hidden)) {
        const { field } = part;
        if (!field || isChoice(field)) continue;
        const map = mapAround(node, types, part.at);
        if (map !== undefined) addName(at.slice(0, -1), map);
        addTree(at, part.value, { isOwn: field.control === "json" ? keepsKeyOrder : never });
      }
    }
    add(["nodes", key, "note"], node.note);
    add(["nodes", key, "cache", "key"], node.cache?.key);
  }
  document.settings?.searchKeys?.forEach(({ name, path }, index) => {
    add(["settings", "searchKeys", index, "name"], name);
    add(["settings", "searchKeys", index, "path"], path);
  });
  add(["settings", "concurrency", "key"], document.settings?.concurrency?.key);
  for (const [index, { text }] of (document.layout?.notes ?? []).entries())
    add(["layout", "notes", index, "text"], text);
  return found;
}

const never = () => false;
const noNames: ReadonlySet<string> = new Set();
const operators: ReadonlySet<string> = new Set(["operator"]);

function partsOf(node: WorkflowNode, types: NodeTypes): readonly ConfigPart[] {
  const definition = definitionOf(types, node.type);
  // Of a type that is not known here, nobody can say what is a text and what a choice.
  return definition ? configParts(definition, node.config) : [];
}

function isChoice({ options, control }: FormField): boolean {
  return options !== undefined || control === "workflow";
}

/** The name that a part has in the map of which it is an entry: the field that holds it has no such field of its own. */
function mapAround(node: WorkflowNode, types: NodeTypes, at: ConfigPart["at"]): string | undefined {
  const [first, name] = at;
  const definition = definitionOf(types, node.type);
  const field = definition && formOf(definition).find((one) => one.name === first);
  return at.length === 2 && field?.control === "map" && typeof name === "string" ? name : undefined;
}
