import type { CurlArgument } from "./curl-options.ts";

/** A field of a form of several parts. `value` null: a file, which a command only names. */
export interface CurlFormField {
  readonly name: string;
  readonly value: string | null;
}

/** What of a form cannot be carried, with the field. */
export interface CurlFormLeft {
  readonly what: "form-file" | "form-type" | "form-repeated" | "form-nested";
  readonly detail: string;
}

export interface CurlForm {
  readonly fields: readonly CurlFormField[];
  readonly left: readonly CurlFormLeft[];
}

/**
 * The form that `-F`, `--form` and `--form-string` make. Several files of one name are one field; of several texts the first
 * is kept. Undefined: there is none.
 */
export function curlForm(commandLine: readonly CurlArgument[]): CurlForm | undefined {
  const given = commandLine.filter(({ option }) => option === "form");
  if (given.length === 0) return undefined;
  const fields = new Map<string, string | null>();
  const left = new Map<string, CurlFormLeft>();
  const tell = (what: CurlFormLeft["what"], detail: string) =>
    left.set(`${what} ${detail}`, { what, detail });
  for (const { name: option, value: text } of given) {
    const equals = text.indexOf("=");
    const name = text.slice(0, Math.max(0, equals));
    const content = text.slice(equals + 1);
    // `=(;type=multipart/alternative` and `=)` put parts into a part.
    if (name === "") {
      tell("form-nested", text);
      continue;
    }
    const part = option === "form-string" ? { value: content, typed: false } : partOf(content);
    if (part.value === null) tell("form-file", name);
    if (part.value !== null && part.typed) tell("form-type", name);
    const known = fields.get(name);
    if (known === undefined) fields.set(name, part.value);
    else if (known !== null || part.value !== null) tell("form-repeated", name);
  }
  return { fields: [...fields].map(([name, value]) => ({ name, value })), left: [...left.values()] };
}

/** What stands behind the `=`: a text, in quotation marks where it holds a `;`, or where it comes from; then its attributes. */
function partOf(content: string): { value: string | null; typed: boolean } {
  if (/^[@<]/.test(content)) return { value: null, typed: false };
  const quoted = /^\s*"((?:[^"\\]|\\.)*)"/s.exec(content);
  const text = quoted?.[1]?.replace(/\\(["\\])/g, "$1") ?? content.split(";", 1)[0]?.trim() ?? "";
  const attributes = content.slice(quoted?.[0].length ?? content.split(";", 1)[0]?.length ?? 0);
  return { value: text, typed: /;\s*(?:type|filename|headers|encoder)=/i.test(attributes) };
}
