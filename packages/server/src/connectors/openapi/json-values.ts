import type { Json, JsonObject } from "@sluice/workflow/node-contract";

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A member that is the object's own: a document may be called whatever it likes. */
export function member(value: Json | undefined, name: string): Json | undefined {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

export function textIn(value: Json | undefined, name: string): string {
  const found = member(value, name);
  return typeof found === "string" ? found : "";
}

export function listIn(value: Json | undefined, name: string): readonly Json[] {
  const found = member(value, name);
  return Array.isArray(found) ? found : [];
}

/**
 * Words for people: tags of HTML and control characters taken out, white space run together, cut with an ellipsis. It is
 * shown as text wherever it is shown.
 */
export function words(text: string, most: number): string {
  const plain = text
    .slice(0, most * 8)
    .replace(/<[^<>]{0,500}>/g, " ")
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, " ")
    .trim();
  return plain.length <= most ? plain : `${plain.slice(0, most - 1).trimEnd()}…`;
}

/** Whether a text would be read as a template where it is put: then it is not taken from a document. */
export function holdsTemplate(value: Json): boolean {
  return JSON.stringify(value).includes("{{");
}

/** Letters that no name, path or URL of a request holds. */
export function isPlain(text: string): boolean {
  return !/[\p{Cc}\p{Cf}]/u.test(text) && !text.includes("{{") && text.isWellFormed();
}
