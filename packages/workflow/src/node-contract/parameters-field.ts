import { z } from "zod";
import { type FieldHint, fieldHints } from "./field-hints.ts";
import type { Json } from "./json.ts";
import { textField } from "./text-field.ts";

/**
 * How a list is sent in a query or a form, in the words of OpenAPI's `style` and `explode`: its name once for each (`form`,
 * exploded), all in one value (`form`, `spaceDelimited`, `pipeDelimited`), an object's members in brackets (`deepObject`), or the
 * whole as JSON.
 */
export const listStyles = ["repeat", "comma", "space", "pipe", "brackets", "json"] as const;
export type ListStyle = (typeof listStyles)[number];

export interface Parameter {
  readonly name: string;
  readonly value: Json;
  readonly list: ListStyle;
}

/**
 * Parameters of a query or fields of a form. A value that is exactly one expression may give a list or an object, which are sent as
 * `list` says, or null, which is not sent.
 */
export function parametersField(
  given: Pick<FieldHint, "label" | "help" | "visibleWhen"> & {
    /** Placeholders of a pair. */
    readonly example: { readonly name: string; readonly value: string };
    readonly most: number;
  },
) {
  const { example, most, ...hint } = given;
  const pair = z.strictObject({
    name: textField(z.string().min(1, "give it a name").max(200)).register(fieldHints, {
      label: { en: "Name", fr: "Nom" },
      placeholder: example.name,
    }),
    value: z
      .custom<Json>((value) => value !== undefined && !(typeof value === "string" && value.length > 10_000))
      .default("")
      .register(fieldHints, {
        label: { en: "Value", fr: "Valeur" },
        control: "text",
        placeholder: example.value,
      }),
    list: z
      .enum(listStyles)
      .default("repeat")
      .register(fieldHints, {
        label: { en: "A list is sent", fr: "Une liste part" },
        value: "literal",
        options: {
          repeat: { en: "as one parameter for each", fr: "en un paramètre par élément" },
          comma: { en: "with commas between", fr: "avec des virgules entre eux" },
          space: { en: "with spaces between", fr: "avec des espaces entre eux" },
          pipe: { en: "with | between", fr: "avec des | entre eux" },
          brackets: { en: "with names in brackets", fr: "avec des noms entre crochets" },
          json: { en: "as JSON", fr: "en JSON" },
        },
        // Few want another way: one that a connector or a file has set is shown.
        visibleWhen: { field: "list", in: listStyles.filter((style) => style !== "repeat") },
      }),
  });
  return z
    .array(pair)
    .max(most)
    .default([])
    .register(fieldHints, { ...hint, control: "pairs" });
}

/** Names and values as they are sent, one after the other. Whoever reads them tells lists from texts by `list` alone. */
export function sentParameters(parameters: readonly Parameter[]): { name: string; value: string }[] {
  return parameters.flatMap(({ name, value, list }) => {
    if (value === null) return [];
    if (typeof value !== "object" || list === "json") return [{ name, value: textOf(value) }];
    if (list === "brackets") return inBrackets(name, value);
    if (!Array.isArray(value)) return [{ name, value: textOf(value) }];
    const texts = value.filter((one) => one !== null).map(textOf);
    if (list === "repeat") return texts.map((text) => ({ name, value: text }));
    return texts.length === 0 ? [] : [{ name, value: texts.join(between[list]) }];
  });
}

const between = { comma: ",", space: " ", pipe: "|" } as const;

/** `filter[city]=Lyon`, `filter[tags][]=a`, `lines[0][sku]=b`, as PHP, Rails and `qs` read them. */
function inBrackets(name: string, value: Json): { name: string; value: string }[] {
  if (value === null) return [];
  if (typeof value !== "object") return [{ name, value: textOf(value) }];
  if (Array.isArray(value)) {
    // With members, what belongs together must be told apart.
    const numbered = value.some((one) => typeof one === "object" && one !== null);
    return value.flatMap((one, index) => inBrackets(`${name}[${numbered ? index : ""}]`, one));
  }
  return Object.entries(value).flatMap(([key, one]) => inBrackets(`${name}[${key}]`, one));
}

function textOf(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
