import {
  type ConfigPath,
  type FormField,
  fieldsNow,
  type Json,
  type JsonObject,
} from "@sluice/workflow/node-contract";
import { memo, useCallback, useLayoutEffect, useMemo, useRef } from "react";
import { placeKey, placeOf, useFormContext } from "./form-context.ts";

export interface FieldListProps {
  readonly fields: readonly FormField[];
  readonly values: JsonObject;
  readonly at: ConfigPath;
  readonly onChange: (values: JsonObject, field: string) => void;
  readonly onBlur: () => void;
}

/** The fields of one object as they are while it holds these values. Typing in one draws that one again. */
export function FieldList({ fields, values, at, onChange, onBlur }: FieldListProps) {
  const now = useRef({ values, onChange });
  useLayoutEffect(() => {
    now.current = { values, onChange };
  });
  const change = useCallback((name: string, value: Json | undefined) => {
    const { values, onChange } = now.current;
    onChange(withField(values, name, value), name);
  }, []);
  const around = placeKey(at);
  return fieldsNow(fields, values).map((field) => (
    <Row
      key={field.name}
      field={field}
      value={Object.hasOwn(values, field.name) ? values[field.name] : undefined}
      around={around}
      change={change}
      onBlur={onBlur}
    />
  ));
}

interface RowProps {
  readonly field: FormField;
  readonly value: Json | undefined;
  /** `placeKey` of the object that holds the field. */
  readonly around: string;
  readonly change: (name: string, value: Json | undefined) => void;
  readonly onBlur: () => void;
}

const Row = memo(function Row({ field, value, around, change, onBlur }: RowProps) {
  const { Field } = useFormContext();
  const at = useMemo(() => [...placeOf(around), field.name], [around, field.name]);
  return (
    <Field
      field={field}
      value={value}
      at={at}
      onChange={(next) => change(field.name, next)}
      onBlur={onBlur}
    />
  );
});

/** A copy with one field changed, or taken out. */
function withField(values: JsonObject, name: string, value: Json | undefined): JsonObject {
  if (value !== undefined) return { ...values, [name]: value };
  return Object.fromEntries(Object.entries(values).filter(([key]) => key !== name));
}
