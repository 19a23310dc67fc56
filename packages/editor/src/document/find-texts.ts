import { isSecret, type WorkflowDocument, type WorkflowNode } from "@sluice/workflow/document";
import {
  type ConfigPart,
  configParts,
  type FormField,
  type Json,
  type NodeTypes,
} from "@sluice/workflow/node-contract";
import { definitionOf } from "./ports.ts";

/** A text that a person has written somewhere in the workflow. */
export interface WrittenText {
  /** Its path in the document. */
  readonly at: readonly (string | number)[];
  readonly text: string;
}

/** Fields that hold words of the program, wherever they stand in the trigger's config. */
const choices: ReadonlySet<string> = new Set(["kind", "type", "operator", "mode", "then", "from", "key"]);
/** What of the trigger is written by hand; senders, limits and pasted examples are not searched. */
const triggerFields = ["variables", "filter", "dedupe", "response", "docs"] as const;

/**
 * Every text of the workflow that find and replace may touch: names, notes, settings and expressions. Left out are keys
 * (renaming one is an operation of its own), choices from lists, secrets, credentials, and examples as they were pasted.
 */
export function writtenTexts(document: WorkflowDocument, types: NodeTypes): readonly WrittenText[] {
  const found: WrittenText[] = [];
  const add = (at: WrittenText["at"], text: string | undefined) => {
    if (text !== undefined && text !== "") found.push({ at, text });
  };
  const addTree = (at: WrittenText["at"], value: Json | undefined, skip: ReadonlySet<string> = noNames) => {
    if (typeof value === "string") add(at, value);
    else if (Array.isArray(value))
      for (const [index, one] of value.entries()) addTree([...at, index], one, skip);
    else if (typeof value === "object" && value !== null && !isSecret(value)) {
      for (const [name, one] of Object.entries(value))
        if (!(skip.has(name) && typeof one === "string")) addTree([...at, name], one, skip);
    }
  };

  add(["name"], document.name);
  add(["description"], document.description);
  for (const field of triggerFields)
    addTree(["trigger", "config", field], document.trigger.config[field], choices);
  for (const [key, node] of Object.entries(document.nodes)) {
    add(["nodes", key, "name"], node.name);
    for (const part of partsOf(node, types)) {
      const at = ["nodes", key, "config", ...part.at];
      if (part.holds === "expression") add(at, part.source);
      else if (part.holds === "rules") addTree(at, part.rules as Json, operators);
      else if (part.holds === "template") {
        if (!isChoice(part.field)) addTree(at, part.value);
      } else if (part.holds === "literal" && !part.hidden && part.field && !isChoice(part.field))
        addTree(at, part.value);
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
