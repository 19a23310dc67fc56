import type { CallerAnswer, Json } from "@sluice/workflow/node-contract";

const mark = "[redacted]";

/** Shorter ones would take half of every record with them; a secret that short protects nothing. */
const shortest = 4;

/** Takes known secret values out of what is written down. */
export interface Redactor {
  /** It knows no secret: everything passes as it is. */
  readonly empty: boolean;
  /** A JSON text, and the value it is the text of. */
  json(text: string, value: Json): string;
  value(value: Json): Json;
  /** A text, which may itself hold JSON: a secret is found as it is and as JSON spells it. */
  text(text: string): string;
  /** A text whose end was cut off: a secret of which only the beginning is left there goes as well. */
  cutText(text: string): string;
  answer(answer: CallerAnswer): CallerAnswer;
  /** More secrets, from now on. */
  learn(secrets: readonly string[]): void;
}

/**
 * Replaces the values of a workflow's secrets wherever they stand, keys of objects included. It does not find a
 * secret that was changed on the way (encoded, cut, hashed).
 */
export function redactorOf(secrets: readonly string[]): Redactor {
  return new KnownSecrets(secrets);
}

class KnownSecrets implements Redactor {
  #known: string[] = [];
  #inJson: string[] = [];
  #spellings: string[] = [];

  constructor(secrets: readonly string[]) {
    this.learn(secrets);
  }

  learn(secrets: readonly string[]): void {
    const fresh = secrets.filter((secret) => secret.length >= shortest && !this.#known.includes(secret));
    if (fresh.length === 0) return;
    // Longest first, so that one that holds another goes as a whole.
    const byLength = (one: string, other: string) => other.length - one.length;
    this.#known = [...new Set([...this.#known, ...fresh])].sort(byLength);
    this.#inJson = this.#known.map((secret) => JSON.stringify(secret).slice(1, -1));
    this.#spellings = [...new Set([...this.#inJson, ...this.#known])].sort(byLength);
  }

  get empty(): boolean {
    return this.#known.length === 0;
  }

  json(text: string, value: Json): string {
    if (this.empty) return text;
    // Looking costs a search per secret; only a hit costs a walk.
    const hit = this.#inJson.some((secret) => text.includes(secret));
    return hit ? JSON.stringify(this.value(value)) : text;
  }

  value(value: Json): Json {
    return this.empty ? value : walk(value, (text) => this.#clean(text));
  }

  text(text: string): string {
    if (this.empty) return text;
    return this.#spellings.reduce((rest, secret) => rest.replaceAll(secret, mark), text);
  }

  cutText(text: string): string {
    const clean = this.text(text);
    const longest = Math.max(shortest, ...this.#spellings.map((secret) => secret.length)) - 1;
    for (let length = Math.min(longest, clean.length); length >= shortest; length -= 1) {
      const end = clean.slice(-length);
      if (this.#spellings.some((secret) => secret.startsWith(end)))
        return `${clean.slice(0, -length)}${mark}`;
    }
    return clean;
  }

  answer(answer: CallerAnswer): CallerAnswer {
    if (this.empty) return answer;
    return {
      ...answer,
      headers: answer.headers.map(({ name, value }) => ({ name: this.text(name), value: this.text(value) })),
      contentType: answer.contentType && this.text(answer.contentType),
      body: this.text(answer.body),
    };
  }

  #clean(text: string): string {
    return this.#known.reduce((rest, secret) => rest.replaceAll(secret, mark), text);
  }
}

function walk(value: Json, clean: (text: string) => string): Json {
  if (typeof value === "string") return clean(value);
  // A secret of digits may have become a number.
  if (typeof value === "number") return clean(String(value)) === String(value) ? value : mark;
  if (Array.isArray(value)) return value.map((item) => walk(item, clean));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [clean(key), walk(item, clean)]));
}
