import { defineRun, type Json, type JsonObject, NodeError } from "@sluice/workflow/node-contract";
import { compilePath, keyFromPath, PathError } from "@sluice/workflow/variables";
import { jsonQuery } from "./definition.ts";

/** What a query in the sandbox may take. */
const timeoutMs = 5_000;
const memoryBytes = 64 * 1024 * 1024;

export const runJsonQuery = defineRun(jsonQuery, ({ config, input, context }) => {
  const { language, query, fields } = config;
  const value = config.value === undefined ? input : config.value;
  // The standard's paths run here, by our own evaluator with its budget: without code, and without waiting.
  if (language === "jsonpath") return { port: "out", output: keep(readPath(query, value), fields) };
  return context
    .sandbox({ language, source: query, values: { value }, timeoutMs, memoryBytes })
    .then((result) => ({ port: "out" as const, output: keep(result.value, fields) }));
});

interface Kept {
  readonly path: string;
  readonly alias: string;
}

function keep(result: Json, fields: readonly Kept[]): Json {
  if (fields.length === 0 || typeof result !== "object" || result === null) return result;
  return Array.isArray(result) ? result.map((item) => fieldsOf(item, fields)) : fieldsOf(result, fields);
}

/** What is no object has no fields: it stays as it is. */
function fieldsOf(item: Json, fields: readonly Kept[]): Json {
  if (typeof item !== "object" || item === null) return item;
  const kept: JsonObject = {};
  for (const { path, alias } of fields) kept[alias || keyFromPath(path, "body")] = readPath(path, item);
  return kept;
}

function readPath(path: string, value: Json): Json {
  try {
    return compilePath(path).read(value) ?? null;
  } catch (cause) {
    if (!(cause instanceof PathError)) throw cause;
    throw new NodeError({ code: "query-failed", message: `${path}: ${cause.message}`, cause });
  }
}
