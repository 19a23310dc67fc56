import { type FieldHint, fieldHints } from "./field-hints.ts";
import { jsonField } from "./json-field.ts";

/** What a node reads, which may come as a text or as a received file. */
export function sourceField(given: Pick<FieldHint, "label" | "visibleWhen">) {
  return jsonField()
    .optional()
    .register(fieldHints, {
      label: given.label,
      help: { en: "A text, or a file of the request.", fr: "Un texte, ou un fichier de la requête." },
      placeholder: "{{ request.body }}",
      control: "json",
      ...(given.visibleWhen ? { visibleWhen: given.visibleWhen } : {}),
    });
}
