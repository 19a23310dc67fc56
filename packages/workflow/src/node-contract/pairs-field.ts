import { z } from "zod";
import { type FieldHint, fieldHints } from "./field-hints.ts";
import { textField } from "./text-field.ts";

/** A list of names with their values (headers, parameters, form fields); empty where nothing is said. */
export function pairsField(
  given: Pick<FieldHint, "label" | "help" | "visibleWhen"> & {
    /** Placeholders of a pair. */
    readonly example: { readonly name: string; readonly value: string };
    /** What is said of a pair without a name. */
    readonly nameless?: string;
    readonly most: number;
  },
) {
  const { example, nameless = "give it a name", most, ...hint } = given;
  const pair = z.strictObject({
    name: textField(z.string().min(1, nameless).max(200)).register(fieldHints, {
      label: { en: "Name", fr: "Nom" },
      placeholder: example.name,
    }),
    value: textField(z.string().max(10_000)).register(fieldHints, {
      label: { en: "Value", fr: "Valeur" },
      placeholder: example.value,
    }),
  });
  return z
    .array(pair)
    .max(most)
    .default([])
    .register(fieldHints, { ...hint, control: "pairs" });
}
