import {
  type ConfigPath,
  type FormField,
  fieldsNow,
  type Json,
  type JsonObject,
} from "@sluice/workflow/node-contract";
import { useFormContext } from "./form-context.ts";

export interface FieldListProps {
  readonly fields: readonly FormField[];
  readonly values: JsonObject;
  readonly at: ConfigPath;
  readonly onChange: (values: JsonObject, field: string) => void;
  readonly onBlur: () => void;
}

/** The fields of one object as they are while it holds these values. */
export function FieldList({ fields, values, at, onChange, onBlur }: FieldListProps) {
  const { Field } = useFormContext();
  return fieldsNow(fields, values).map((field) => (
    <Field
      key={field.name}
      field={field}
      value={Object.hasOwn(values, field.name) ? values[field.name] : undefined}
      at={[...at, field.name]}
      onChange={(value) => onChange(withField(values, field.name, value), field.name)}
      onBlur={onBlur}
    />
  ));
}

/** A copy with one field changed, or taken out. */
function withField(values: JsonObject, name: string, value: Json | undefined): JsonObject {
  if (value !== undefined) return { ...values, [name]: value };
  return Object.fromEntries(Object.entries(values).filter(([key]) => key !== name));
}
