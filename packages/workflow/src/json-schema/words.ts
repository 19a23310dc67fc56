import type { Json } from "../node-contract/json.ts";
import { maxWords } from "./limits.ts";
import type { Phrase } from "./phrases.ts";

/** What is expected comes from the schema alone, never from the value. */
export function typesPhrase(type: Json | undefined): Phrase {
  const isNamed = typeof type === "string" || (Array.isArray(type) && type.length > 0);
  return isNamed ? { code: "types", given: type } : { code: "any" };
}

export function shortWords(text: string): string {
  return text.length <= maxWords ? text : `${text.slice(0, maxWords - 1)}…`;
}
