import type { Text } from "../node-contract/texts.ts";

/** Words and remedies that fill the places of `expressionMessages`. They may hold places themselves. */
export const vocabulary = {
  "@missing": { en: "missing", fr: "absent" },
  "@null": { en: "null", fr: "null" },
  "@text": { en: "a text", fr: "un texte" },
  "@number": { en: "a number", fr: "un nombre" },
  "@boolean": { en: "true or false", fr: "vrai ou faux" },
  "@list": { en: "a list", fr: "une liste" },
  "@object": { en: "an object", fr: "un objet" },
  "@date": { en: "a date", fr: "une date" },
  "@pattern": { en: "a regular expression", fr: "une expression régulière" },
  "@function": { en: "a function", fr: "une fonction" },
  "@text-or-number": { en: "a text or a number", fr: "un texte ou un nombre" },
  "@list-or-object": { en: "a list or an object", fr: "une liste ou un objet" },
  "@two-numbers": { en: "a list of two numbers", fr: "une liste de deux nombres" },
  "@date-text": {
    en: 'a date such as "2026-01-31T09:00:00Z"',
    fr: "une date telle que « 2026-01-31T09:00:00Z »",
  },
  "@other-kind": { en: "another kind of value", fr: "une autre sorte de valeur" },
  "@no-remedy": { en: "", fr: "" },
  "@pick-field": { en: "Pick one field of it.", fr: "Choisissez un de ses champs." },
  "@pick-number": {
    en: "Pick one field of it, or use count(…) or sum(…).",
    fr: "Choisissez un de ses champs, ou utilisez count(…) ou sum(…).",
  },
  "@to-text": { en: "Use String(value).", fr: "Utilisez String(valeur)." },
  "@to-number": { en: "Use Number(value).", fr: "Utilisez Number(valeur)." },
  "@check-value": { en: "Check where the value comes from.", fr: "Vérifiez d’où vient la valeur." },
  "@names": {
    en: "Names begin with trigger, request, steps, item, index, loop, workflow, execution, env or now.",
    fr: "Un nom commence par trigger, request, steps, item, index, loop, workflow, execution, env ou now.",
  },
  "@near": { en: "Did you mean {near}?", fr: "Vouliez-vous dire {near} ?" },
  "@see-table": {
    en: "The list of functions shows all there are.",
    fr: "La liste des fonctions montre tout ce qui existe.",
  },
  "@use-subset": {
    en: "Write an expression without it, or use a code node.",
    fr: "Écrivez l’expression sans, ou prenez un nœud de code.",
  },
  "@use-date": { en: "For dates use date(…).", fr: "Pour les dates, utilisez date(…)." },
  "@use-arrow": {
    en: "Use x => … inside a call such as map.",
    fr: "Utilisez x => … dans un appel tel que map.",
  },
  "@arrow-body": {
    en: "Write one expression after =>, without braces and return.",
    fr: "Écrivez une seule expression après =>, sans accolades ni return.",
  },
  "@compare-instead": { en: "To compare, write ===.", fr: "Pour comparer, écrivez ===." },
  "@spread-call": {
    en: "Hand the list itself over: max(list), sum(list).",
    fr: "Donnez la liste elle-même : max(liste), sum(liste).",
  },
  "@two-templates": {
    en: "Write one value, or two templates one after the other.",
    fr: "Écrivez une valeur, ou deux modèles à la suite.",
  },
  "@call-by-name": {
    en: "Call a function of the list by its name, or a method with a dot.",
    fr: "Appelez une fonction de la liste par son nom, ou une méthode avec un point.",
  },
  "@pattern-as-argument": {
    en: "Hand it to match, replace, split or search, or call test on it.",
    fr: "Donnez-la à match, replace, split ou search, ou appelez test dessus.",
  },
  "@plain-parameters": {
    en: "Parameters are names, [a, b] or { a, b }.",
    fr: "Les paramètres sont des noms, [a, b] ou { a, b }.",
  },
  "@not-a-zone": {
    en: '"{value}" is not a time zone such as "Europe/Paris", "utc" or "+02:00"',
    fr: "« {value} » n’est pas un fuseau tel que « Europe/Paris », « utc » ou « +02:00 »",
  },
  "@not-a-unit": {
    en: '"{value}" is not a unit of time such as "days" or "hours"',
    fr: "« {value} » n’est pas une unité de temps telle que « days » ou « hours »",
  },
  "@format-repeats": {
    en: '"{value}" stands twice in the format',
    fr: "« {value} » figure deux fois dans le format",
  },
  "@pattern-too-long": {
    en: "it is longer than {limit} characters",
    fr: "elle dépasse {limit} caractères",
  },
  "@pattern-too-large": {
    en: "it takes more than {limit} instructions; repeat less",
    fr: "elle demande plus de {limit} instructions ; répétez moins",
  },
  "@pattern-flag": {
    en: 'the flag "{value}" is not one of g, i, m, s, u',
    fr: "l’indicateur « {value} » n’est pas parmi g, i, m, s, u",
  },
  "@out-of-range": {
    en: "it must lie between {least} and {most}",
    fr: "elle doit être comprise entre {least} et {most}",
  },
  "@not-base64": { en: "it is not base64 of UTF-8 text", fr: "ce n’est pas du base64 de texte UTF-8" },
  "@not-percent": { en: "it is not percent-encoded text", fr: "ce n’est pas du texte codé en pourcent" },
  "@not-an-algorithm": {
    en: '"{value}" is not one of sha256, sha1, sha384, sha512, md5',
    fr: "« {value} » n’est pas parmi sha256, sha1, sha384, sha512, md5",
  },
  "@not-an-encoding": {
    en: '"{value}" is not one of hex, base64, base64url',
    fr: "« {value} » n’est pas parmi hex, base64, base64url",
  },
  "@empty-reduce": {
    en: "the list is empty and there is no start value",
    fr: "la liste est vide et il n’y a pas de valeur de départ",
  },
  "@not-a-pair": { en: "each entry must be [key, value]", fr: "chaque entrée doit être [clé, valeur]" },
} as const satisfies Record<`@${string}`, Text>;

export type Word = keyof typeof vocabulary;

export function isWord(value: string): value is Word {
  return value.startsWith("@") && Object.hasOwn(vocabulary, value);
}
