import type { Json } from "../node-contract/json.ts";
import type { Language, Text } from "../node-contract/texts.ts";

/**
 * All that a violation says, each with at most one thing in it: `{n}` a number (`{s}`: what more than one of it adds), `{json}`
 * a value and `{choices}` some, `{types}`, `{text}`, `{phrase}` another one. They are sent and stored in English; whoever
 * shows them in another language reads them back, the first that fits.
 */
export const phrases = {
  nothing: { en: "nothing here", fr: "rien ici" },
  "not-described": {
    en: "something that `not` does not describe",
    fr: "une valeur que `not` ne décrit pas",
  },
  "one-alternative": { en: "exactly one of {n} alternative{s}", fr: "exactement une alternative sur {n}" },
  "an-alternative": { en: "one of {n} alternative{s}", fr: "une alternative sur {n}" },
  "many-alternatives": { en: "{n} of them", fr: "{n} d’entre elles" },
  exactly: { en: "exactly {json}", fr: "exactement {json}" },
  choice: { en: "one of {choices}", fr: "une valeur parmi {choices}" },
  "something-else": { en: "something else", fr: "autre chose" },
  "at-least": { en: "at least {n}", fr: "au moins {n}" },
  "more-than": { en: "more than {n}", fr: "plus de {n}" },
  "at-most": { en: "at most {n}", fr: "au plus {n}" },
  "less-than": { en: "less than {n}", fr: "moins de {n}" },
  "smaller-number": { en: "a smaller number", fr: "un nombre plus petit" },
  "larger-number": { en: "a larger number", fr: "un nombre plus grand" },
  multiple: { en: "a multiple of {n}", fr: "un multiple de {n}" },
  "other-number": { en: "another number", fr: "un autre nombre" },
  "least-characters": { en: "at least {n} character{s}", fr: "au moins {n} caractère{s}" },
  "most-characters": { en: "at most {n} character{s}", fr: "au plus {n} caractère{s}" },
  characters: { en: "{n} character{s}", fr: "{n} caractère{s}" },
  pattern: { en: "text with the pattern {text}", fr: "un texte qui suit le motif {text}" },
  format: { en: "text of the format {text}", fr: "un texte au format {text}" },
  "other-text": { en: "other text", fr: "un autre texte" },
  "least-elements": { en: "at least {n} element{s}", fr: "au moins {n} élément{s}" },
  "most-elements": { en: "at most {n} element{s}", fr: "au plus {n} élément{s}" },
  "least-contained": {
    en: "at least {n} element{s} as `contains` says",
    fr: "au moins {n} élément{s} comme le dit `contains`",
  },
  "most-contained": {
    en: "at most {n} element{s} as `contains` says",
    fr: "au plus {n} élément{s} comme le dit `contains`",
  },
  elements: { en: "{n} element{s}", fr: "{n} élément{s}" },
  different: { en: "elements that differ", fr: "des éléments tous différents" },
  equal: { en: "equal elements", fr: "des éléments égaux" },
  "least-keys": { en: "at least {n} key{s}", fr: "au moins {n} clé{s}" },
  "most-keys": { en: "at most {n} key{s}", fr: "au plus {n} clé{s}" },
  keys: { en: "{n} key{s}", fr: "{n} clé{s}" },
  key: { en: "a key that is {phrase}", fr: "une clé de cette sorte : {phrase}" },
  "other-key": { en: "another key", fr: "une autre clé" },
  "light-work": {
    en: "a value that is not too much work to check",
    fr: "une valeur dont la vérification n’est pas trop longue",
  },
  "too-much": { en: "too much", fr: "trop" },
  any: { en: "a value", fr: "une valeur" },
  number: { en: "{n}", fr: "{n}" },
  // Any words at all: after all others.
  types: { en: "{types}", fr: "{types}" },
} as const satisfies Record<string, Text>;

export type PhraseCode = keyof typeof phrases;
/** A phrase before it is worded: most of those that alternatives make are never told. */
export interface Phrase {
  readonly code: PhraseCode;
  readonly given?: Json;
  readonly inner?: Phrase;
}

const placeholder = /\{(\w+)\}/g;
/** Choices that are named. */
const mostChoices = 10;

/** The phrase in English. */
export function wordsOf({ code, given = null, inner }: Phrase): string {
  return phrases[code].en.replace(placeholder, (_, name) => {
    if (name === "phrase") return inner ? wordsOf(inner) : "";
    if (name === "s") return given === 1 ? "" : "s";
    return written(given, name);
  });
}

function written(given: Json, name: string): string {
  if (name === "json") return JSON.stringify(given);
  if (name === "types" && Array.isArray(given)) return given.map(String).join(" or ");
  if (name !== "choices" || !Array.isArray(given)) return String(given);
  const shown = given.slice(0, mostChoices).map((choice) => JSON.stringify(choice));
  return `${shown.join(", ")}${given.length > shown.length ? ", …" : ""}`;
}

const readable: Readonly<Record<string, string>> = {
  ...{ n: "(-?\\d[^\\s]*)", s: "s?", types: "([a-z]+(?: or [a-z]+)*)", text: "(.*)" },
  ...{ json: "(.+)", choices: "(.+)", phrase: "(.+)" },
};
let readers: readonly { readonly reads: RegExp; readonly text: Text }[] | undefined;

/**
 * What a violation says, in a language; as it stands where it is none of ours.
 *
 * @param typeWord What a type of JSON is called in that language.
 */
export function violationWords(
  said: string,
  language: Language,
  typeWord: (type: string) => string = (type) => type,
): string {
  readers ??= Object.values(phrases).map((text) => ({ reads: readerOf(text.en), text }));
  for (const { reads, text } of readers) {
    const found = reads.exec(said);
    if (found) return text[language].replace(placeholder, (_, name) => translated(found[1] ?? "", name));
  }
  return said;

  function translated(given: string, name: string): string {
    if (name === "s") return isSeveral(Number(given), language) ? "s" : "";
    if (name === "phrase") return violationWords(given, language, typeWord);
    if (name !== "types") return given;
    return given
      .split(" or ")
      .map(typeWord)
      .join(language === "fr" ? " ou " : " or ");
  }
}

function isSeveral(number: number, language: Language): boolean {
  return language === "fr" ? number >= 2 : number !== 1;
}

/** Outside of the placeholders no sign of the texts means something to a regular expression. */
function readerOf(english: string): RegExp {
  return new RegExp(`^${english.replace(placeholder, (_, name) => readable[name] ?? "")}$`, "s");
}
