import type { CatalogueEvent, DescribeEvent } from "@sluice/api/schemas";
import type { Json, JsonObject } from "@sluice/workflow/node-contract";
import { parseJsonText } from "@sluice/workflow/variables";

/** A type of event as it stands in the form: schema and example as they are typed. */
export interface EventTypeDraft {
  readonly type: string;
  readonly description: string;
  readonly schema: string;
  readonly example: string;
  readonly onMismatch: "take" | "refuse";
}

export const newType: EventTypeDraft = {
  ...{ type: "", description: "", schema: "", example: "", onMismatch: "take" },
};

export function draftOfType({
  type,
  description,
  schema,
  example,
  onMismatch,
}: CatalogueEvent): EventTypeDraft {
  const text = (value: Json) => (value === null ? "" : JSON.stringify(value, null, 2));
  return { type, description, schema: text(schema), example: text(example), onMismatch };
}

/** JSON that is typed; nothing is null. */
export function readText(text: string): { ok: true; value: Json } | { ok: false; line: number } {
  if (text.trim() === "") return { ok: true, value: null };
  const read = parseJsonText(text);
  return read.ok ? { ok: true, value: read.value } : { ok: false, line: read.line };
}

/** A schema that is typed: nothing, or an object. */
export function readSchema(
  text: string,
): { ok: true; value: JsonObject | null } | { ok: false; line: number } | { ok: false; line: null } {
  const read = readText(text);
  if (!read.ok) return read;
  const { value } = read;
  if (value === null) return { ok: true, value: null };
  return typeof value === "object" && !Array.isArray(value) ? { ok: true, value } : { ok: false, line: null };
}

/** What goes to the API; undefined: it cannot go yet. */
export function descriptionOf(draft: EventTypeDraft): DescribeEvent | undefined {
  const { description, onMismatch } = draft;
  const [type, schema, example] = [draft.type.trim(), readSchema(draft.schema), readText(draft.example)];
  if (type === "" || !schema.ok || !example.ok) return undefined;
  const { value } = schema;
  return {
    type,
    description,
    schema: value,
    example: example.value,
    onMismatch: value === null ? "take" : onMismatch,
  };
}
