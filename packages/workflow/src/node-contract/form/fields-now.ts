import type { FieldCondition } from "../field-hints.ts";
import type { Json, JsonObject } from "../json.ts";
import type { FormField } from "./form-field.ts";

/**
 * The fields of one object as they are while it holds these values: hidden ones left out, variants applied.
 * A value that is not given counts as the field's default.
 */
export function fieldsNow(fields: readonly FormField[], values: JsonObject): readonly FormField[] {
  return fields
    .filter((field) => !field.visibleWhen || holds(field.visibleWhen, fields, values))
    .map((field) => {
      const variant = field.variants?.find(({ when }) => holds(when, fields, values));
      if (!variant) return field;
      const { when: _, ...changes } = variant;
      return { ...field, ...changes };
    });
}

function holds(condition: FieldCondition, fields: readonly FormField[], values: JsonObject): boolean {
  const value: Json | undefined =
    values[condition.field] ?? fields.find((field) => field.name === condition.field)?.default;
  return value !== undefined && condition.in.includes(value);
}
