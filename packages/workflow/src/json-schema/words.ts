import type { Json } from "../node-contract/json.ts";
import { maxWords } from "./limits.ts";

/** What is expected, in the words of a violation. They come from the schema alone, never from the value. */
export function typeWords(type: Json | undefined): string {
  if (typeof type === "string") return type;
  return Array.isArray(type) && type.length > 0 ? type.map(String).join(" or ") : "a value";
}

export function choiceWords(choices: readonly Json[]): string {
  const shown = choices.slice(0, 10).map((choice) => JSON.stringify(choice));
  return `one of ${shown.join(", ")}${choices.length > shown.length ? ", …" : ""}`;
}

export function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}

export function shortWords(text: string): string {
  return text.length <= maxWords ? text : `${text.slice(0, maxWords - 1)}…`;
}
