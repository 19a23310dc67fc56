import type { CallerAnswer, Json } from "@sluice/workflow/node-contract";

const mark = "[redacted]";

/** Shorter ones would take half of every record with them; a secret that short protects nothing. */
const shortest = 4;

/** Takes known secret values out of what is written down. */
export interface Redactor {
  /** A JSON text, and the value it is the text of. */
  json(text: string, value: Json): string;
  value(value: Json): Json;
  /** A text, which may itself hold JSON: a secret is found as it is and as JSON spells it. */
  text(text: string): string;
  answer(answer: CallerAnswer): CallerAnswer;
}

/**
 * Replaces the values of a workflow's secrets wherever they stand, keys of objects included. It does not find a
 * secret that was changed on the way (encoded, cut, hashed).
 */
export function redactorOf(secrets: readonly string[]): Redactor {
  const known = [...new Set(secrets)].filter((secret) => secret.length >= shortest);
  if (known.length === 0) return { json: same, value: same, text: same, answer: same };
  // Longest first, so that one that holds another goes as a whole.
  known.sort((one, other) => other.length - one.length);
  const inJson = known.map((secret) => JSON.stringify(secret).slice(1, -1));
  const spellings = [...new Set([...inJson, ...known])].sort((one, other) => other.length - one.length);
  const clean = (text: string) => known.reduce((rest, secret) => rest.replaceAll(secret, mark), text);
  const cleanText = (text: string) => spellings.reduce((rest, secret) => rest.replaceAll(secret, mark), text);
  return {
    // Looking costs a search per secret; only a hit costs a walk.
    json: (text, value) =>
      inJson.some((secret) => text.includes(secret)) ? JSON.stringify(walk(value, clean)) : text,
    value: (value) => walk(value, clean),
    text: cleanText,
    answer: (answer) => ({
      ...answer,
      headers: answer.headers.map(({ name, value }) => ({ name: cleanText(name), value: cleanText(value) })),
      contentType: answer.contentType && cleanText(answer.contentType),
      body: cleanText(answer.body),
    }),
  };
}

function same<Value>(value: Value): Value {
  return value;
}

function walk(value: Json, clean: (text: string) => string): Json {
  if (typeof value === "string") return clean(value);
  // A secret of digits may have become a number.
  if (typeof value === "number") return clean(String(value)) === String(value) ? value : mark;
  if (Array.isArray(value)) return value.map((item) => walk(item, clean));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [clean(key), walk(item, clean)]));
}
