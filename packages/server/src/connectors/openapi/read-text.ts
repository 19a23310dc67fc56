import type { Json } from "@sluice/workflow/node-contract";
import { parseJsonBytes } from "@sluice/workflow/variables";
import { LineCounter, parseDocument } from "yaml";
import { isObject } from "./json-values.ts";
import { RefusedDocument } from "./refused.ts";

/** Longest document, in bytes of its text. */
export const maxDocumentBytes = 10 * 1024 * 1024;
/** Deepest nesting; an anchor that holds itself never ends and is found by it. */
const maxDepth = 100;
/** Values in the document, those of an alias counted wherever it stands. */
const maxValues = 2_000_000;
const maxAliases = 1000;

/**
 * A document as plain JSON, from JSON or YAML 1.2. Throws a `RefusedDocument` for what is neither, what is nested too deeply or
 * has too many values.
 */
export function readText(text: string): Json {
  const value = /^\s*[{[]/.test(text) ? readJson(text) : readYaml(text);
  checkSize(value);
  return value;
}

function readJson(text: string): Json {
  const parsed = parseJsonBytes(Buffer.from(text));
  if (parsed.ok) return parsed.value;
  const { message, line, column } = parsed;
  throw new RefusedDocument({ at: [], message: `this is no JSON: ${message}`, line, column });
}

function readYaml(text: string): Json {
  const lineCounter = new LineCounter();
  const yaml = parseDocument(text, {
    lineCounter,
    prettyErrors: false,
    logLevel: "silent",
    stringKeys: true,
  });
  const [error] = yaml.errors;
  if (error) {
    const { line, col: column } = lineCounter.linePos(error.pos[0]);
    throw new RefusedDocument({ at: [], message: `this is no YAML: ${error.message}`, line, column });
  }
  try {
    return (yaml.toJS({ maxAliasCount: maxAliases }) ?? null) as Json;
  } catch {
    throw new RefusedDocument({ at: [], message: "the YAML has too many aliases" });
  }
}

function checkSize(root: Json): void {
  let left = maxValues;
  let level: Json[] = [root];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > maxDepth) {
      throw new RefusedDocument({ at: [], message: `the document is nested deeper than ${maxDepth} levels` });
    }
    left -= level.length;
    if (left < 0) throw new RefusedDocument({ at: [], message: `the document has over ${maxValues} values` });
    const next: Json[] = [];
    for (const value of level) {
      if (typeof value !== "object" || value === null) continue;
      if (isObject(value)) for (const child of Object.values(value)) next.push(child);
      else for (const child of value) next.push(child);
      if (next.length > left) {
        throw new RefusedDocument({ at: [], message: `the document has over ${maxValues} values` });
      }
    }
    level = next;
  }
}
