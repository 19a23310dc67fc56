import type { Text } from "../node-contract/texts.ts";

/** Why a schema cannot be used. `at` leads into it. */
export interface SchemaProblem {
  readonly at: readonly (string | number)[];
  /** The rest of a sentence, in every language. */
  readonly message: Text;
}

const texts = {
  "not-a-schema": {
    en: "at {at} there must be a schema: an object, true or false",
    fr: "à {at}, il faut un schéma : un objet, true ou false",
  },
  "wrong-value": {
    en: "{keyword} at {at} takes {wanted}",
    fr: "{keyword} à {at} attend {wanted_fr}",
  },
  "other-draft": {
    en: "$schema names {value}; only JSON Schema 2020-12 is taken: leave $schema out or change it",
    fr: "$schema désigne {value} ; seul JSON Schema 2020-12 convient : retirez $schema ou changez-le",
  },
  "old-keyword": {
    en: "{keyword} at {at} is of an older draft; write {instead}",
    fr: "{keyword} à {at} vient d’une version antérieure ; écrivez {instead}",
  },
  "remote-reference": {
    en: "the reference {value} leads out of this schema; nothing is loaded: copy it into $defs",
    fr: "la référence {value} mène hors de ce schéma ; rien n’est chargé : copiez-la dans $defs",
  },
  "unknown-reference": {
    en: "the reference {value} leads to nothing in this schema",
    fr: "la référence {value} ne mène à rien dans ce schéma",
  },
  "inner-id": {
    en: "$id at {at} is not taken below the root; use $anchor",
    fr: "$id à {at} n’est pas accepté sous la racine ; utilisez $anchor",
  },
  "endless-reference": {
    en: "the schema at {at} refers to itself without going down into the value",
    fr: "le schéma à {at} se réfère à lui-même sans descendre dans la valeur",
  },
  "bad-pattern": {
    en: "the pattern {value} is not taken: {detail}",
    fr: "le motif {value} n’est pas accepté : {detail}",
  },
  "too-large": {
    en: "it holds more than {limit} schemas",
    fr: "il contient plus de {limit} schémas",
  },
} as const satisfies Record<string, Text>;

export type SchemaProblemCode = keyof typeof texts;

export function schemaProblem(
  code: SchemaProblemCode,
  at: readonly (string | number)[],
  values: Readonly<Record<string, string | number>> = {},
): SchemaProblem {
  const all: Record<string, string | number> = { at: placeOf(at), ...values };
  const filled = (text: string) =>
    text.replace(/\{(\w+)\}/g, (whole, name: string) => String(all[name] ?? whole));
  return { at, message: { en: filled(texts[code].en), fr: filled(texts[code].fr) } };
}

/** A place in the schema as a JSON pointer, `#` its root. */
function placeOf(at: readonly (string | number)[]): string {
  return `#${at.map((step) => `/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("")}`;
}
