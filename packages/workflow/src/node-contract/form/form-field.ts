import type { CredentialType } from "../credential.ts";
import type { Control, Escape, FieldCondition, FieldValue, FieldVariant } from "../field-hints.ts";
import type { Json } from "../json.ts";
import type { Text } from "../texts.ts";

/** The kind of value a field takes once its templates are resolved. `any`: every JSON value. */
export type FieldKind =
  | "text"
  | "number"
  | "integer"
  | "boolean"
  | "object"
  | "list"
  | "map"
  | "rules"
  | "any";

export interface FormOption {
  readonly value: Json;
  readonly label: Text;
}

/** One field of a form, ready to be drawn and walked. Derived from the schema; nobody writes one by hand. */
export interface FormField {
  /** Its key in the object it stands in; `*` for the items of a list and the values of a map. */
  readonly name: string;
  /** Keys from the config's root; `*` stands for every item: `["headers", "*", "name"]`. */
  readonly path: readonly string[];
  readonly label: Text;
  readonly help?: Text;
  readonly placeholder?: string;
  readonly control: Control;
  readonly kind: FieldKind;
  /** What its text is; for a field with `children` or `item` it speaks only where those say nothing. */
  readonly holds: FieldValue;
  readonly escape?: Escape;
  /** Types of credentials that it takes; left out: any. */
  readonly accepts?: readonly CredentialType[];
  /** It must be given: it is not optional and has no default. */
  readonly required: boolean;
  readonly default?: Json;
  readonly options?: readonly FormOption[];
  /** The fields of an object, or of each object in a list. */
  readonly children?: readonly FormField[];
  /** The items of a list of anything but objects, or the values of a map. */
  readonly item?: FormField;
  readonly visibleWhen?: FieldCondition;
  readonly variants?: readonly FieldVariant[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
}
