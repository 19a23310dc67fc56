import { splitTemplate } from "../expressions/split-template.ts";
import type { Json } from "../node-contract/json.ts";
import type { Text } from "../node-contract/texts.ts";
import { type TranslateGiven, translate } from "./translate.ts";

export interface ValuesGiven extends TranslateGiven {
  /** Told of each expression that has to stay as it was. */
  readonly notCarried: (code: "expression-not-carried" | "json-not-carried", detail: string | Text) => void;
}

/** Whether a parameter is an expression: n8n puts `=` before those. */
function isExpression(raw: unknown): raw is string {
  return typeof raw === "string" && raw.startsWith("=");
}

/** A literal text as a template. */
function literal(text: string): string {
  return text.replaceAll("{{", "{{{{");
}

/** Parameters as fields of Sluice. */
export class Values {
  readonly #given: ValuesGiven;

  constructor(given: ValuesGiven) {
    this.#given = given;
  }

  /** A value whose texts are templates. */
  tree(raw: Json | undefined): Json {
    if (raw === undefined) return null;
    if (Array.isArray(raw)) return raw.map((element) => this.tree(element));
    if (typeof raw === "object" && raw !== null) {
      return Object.fromEntries(Object.entries(raw).map(([key, child]) => [key, this.tree(child)]));
    }
    return typeof raw === "string" ? this.template(raw) : raw;
  }

  /** A text, or what else there is as text. */
  text(raw: Json | undefined): string {
    if (raw === undefined || raw === null) return "";
    if (typeof raw === "string") return this.template(raw);
    return typeof raw === "object" ? literal(JSON.stringify(raw)) : String(raw);
  }

  template(raw: string): string {
    if (!isExpression(raw)) return literal(raw);
    return splitTemplate(raw.slice(1))
      .map((piece) => {
        if (piece.kind === "text") return literal(piece.text);
        return piece.kind === "expression"
          ? `{{ ${this.#translated(piece.source)} }}`
          : literal(raw.slice(1 + piece.from));
      })
      .join("");
  }

  /** One expression, for fields that hold nothing else. */
  expression(raw: Json | undefined): string {
    if (raw === undefined) return "null";
    if (Array.isArray(raw)) return `[${raw.map((element) => this.expression(element)).join(", ")}]`;
    if (typeof raw === "object" && raw !== null) {
      const fields = Object.entries(raw).map(
        ([key, child]) => `${JSON.stringify(key)}: ${this.expression(child)}`,
      );
      return fields.length === 0 ? "({})" : `({ ${fields.join(", ")} })`;
    }
    if (!isExpression(raw)) return JSON.stringify(raw);
    const pieces = splitTemplate(raw.slice(1));
    const parts = pieces.map((piece) =>
      piece.kind === "expression"
        ? this.#translated(piece.source)
        : JSON.stringify(piece.kind === "text" ? piece.text : ""),
    );
    const [only = '""'] = parts;
    return parts.length === 1 ? only : `[${parts.join(", ")}].join("")`;
  }

  /** A text that is to be JSON, with expressions in it, as a tree whose texts are templates. */
  json(raw: Json | undefined): Json {
    if (typeof raw !== "string") return this.tree(raw);
    const source = isExpression(raw) ? raw.slice(1) : raw;
    const pieces = isExpression(raw) ? splitTemplate(source) : [{ kind: "text" as const, text: source }];
    const [only] = pieces;
    if (pieces.length === 1 && only?.kind === "expression") {
      const [, inner = only.source] = /^\s*JSON\.stringify\(([\s\S]*)\)\s*$/.exec(only.source) ?? [];
      const whole = balanced(inner) ? inner : only.source;
      return `{{ ${this.#translated(whole)} }}`;
    }
    const { text, marks } = this.#marked(pieces);
    try {
      return this.#unmarked(JSON.parse(text) as Json, marks);
    } catch {
      this.#given.notCarried("json-not-carried", source);
      return this.template(raw);
    }
  }

  /** JSON text in which each expression is a text of its own, or a part of the one around it. */
  #marked(pieces: readonly ReturnType<typeof splitTemplate>[number][]) {
    const marks: string[] = [];
    let text = "";
    let quoted = false;
    for (const piece of pieces) {
      if (piece.kind === "text") {
        text += piece.text;
        quoted = endsQuoted(piece.text, quoted);
      } else if (piece.kind === "expression") {
        const mark = `\uE000${marks.length}${quoted ? "q" : "v"}\uE001`;
        marks.push(
          this.#translated(
            piece.source.replace(/^\s*JSON\.stringify\((\$?[\w.$[\]"']+)\)\s*$/, quoted ? "$&" : "$1"),
          ),
        );
        text += quoted ? mark : `"${mark}"`;
      }
    }
    return { text, marks };
  }

  #unmarked(value: Json, marks: readonly string[]): Json {
    if (Array.isArray(value)) return value.map((element) => this.#unmarked(element, marks));
    if (typeof value === "object" && value !== null) {
      return Object.fromEntries(
        Object.entries(value).map(([key, child]) => [key, this.#unmarked(child, marks)]),
      );
    }
    if (typeof value !== "string") return value;
    const [, alone] = /^\uE000(\d+)q\uE001$/.exec(value) ?? [];
    // A text that is one expression would take over its type; between quotation marks it is a text in n8n.
    if (alone !== undefined) return `{{ String(${marks[Number(alone)] ?? ""} ?? "") }}`;
    return literal(value).replace(
      /\uE000(\d+)[qv]\uE001/g,
      (_, index: string) => `{{ ${marks[Number(index)] ?? ""} }}`,
    );
  }

  /** Whether an expression of n8n has a meaning here. */
  carries(source: string): boolean {
    return translate(source, this.#given).ok;
  }

  #translated(source: string): string {
    const result = translate(source, this.#given);
    if (result.ok) return result.expression;
    const { en, fr } = result.reason;
    this.#given.notCarried("expression-not-carried", {
      en: `{{${source}}} (${en})`,
      fr: `{{${source}}} (${fr})`,
    });
    return source.trim();
  }
}

/** Whether a text ends inside of a JSON string, given whether it begins in one. */
function endsQuoted(text: string, quoted: boolean): boolean {
  let inside = quoted;
  for (let index = 0; index < text.length; index += 1) {
    if (inside && text[index] === "\\") index += 1;
    else if (text[index] === '"') inside = !inside;
  }
  return inside;
}

function balanced(text: string): boolean {
  let depth = 0;
  for (const character of text) {
    if (character === "(") depth += 1;
    if (character === ")") depth -= 1;
    if (depth < 0) return false;
  }
  return depth === 0;
}
