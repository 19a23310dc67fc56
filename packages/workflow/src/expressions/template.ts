import type { Json } from "../node-contract/json.ts";
import { TextCache } from "./cache.ts";
import {
  endsSegment,
  fixesHost,
  type Insert,
  insertIntoHtml,
  insertIntoPath,
  insertIntoUrl,
  isEmptySegment,
  missingPart,
} from "./escape.ts";
import {
  checkExpression,
  compileInner,
  type EvaluateOptions,
  type Finish,
  type InnerExpression,
  sharingTime,
} from "./expression.ts";
import { ExpressionError, type ExpressionProblem, located } from "./expression-error.ts";
import { toText } from "./leave.ts";
import { maxOutputSize } from "./limits.ts";
import { type Reference, shiftReference } from "./references.ts";
import type { Scope } from "./scope.ts";
import { splitTemplate } from "./split-template.ts";

type UrlEscape = "url" | "url-any-host";

export interface TemplateOptions {
  /**
   * How inserted values are escaped. With it, even a single expression gives text. `url`: scheme and host stand in
   * the text itself; `url-any-host`: an expression may stand there too, and is then inserted as it is. `url-segment`: the
   * text is what stands between two slashes of a URL's path. Of all three, no value may lead to another path. `-late`: what is
   * inserted may not be known yet, so that an empty part of the path becomes `missingPart`, for the run to refuse.
   */
  readonly escape?: "html" | UrlEscape | `${UrlEscape}-late` | "url-segment";
}

export interface CompiledTemplate {
  /** `literal`: no expression; `value`: exactly one expression, which keeps its type; `text`: joined parts. */
  readonly kind: "literal" | "value" | "text";
  /** Where it reads the scope, with offsets in the template. */
  readonly references: readonly Reference[];
  /** The value in a scope. Rendered text is never parsed again. Throws only `ExpressionError`. */
  evaluate(scope: Scope, options?: EvaluateOptions): Json;
}

const caches: Record<"plain" | NonNullable<TemplateOptions["escape"]>, TextCache<CompiledTemplate>> = {
  plain: new TextCache(),
  html: new TextCache(),
  url: new TextCache(),
  "url-any-host": new TextCache(),
  "url-late": new TextCache(),
  "url-any-host-late": new TextCache(),
  "url-segment": new TextCache(),
};

/** Compiles a text that may hold `{{ expression }}`, from a cache by text. Throws an `ExpressionError`. */
export function compileTemplate(text: string, options: TemplateOptions = {}): CompiledTemplate {
  if (!text.includes("{{")) return literal(text);
  const { escape: escaping } = options;
  return caches[escaping ?? "plain"].of(text, (source) => compileAnew(source, escaping));
}

/** All problems of a template's expressions, with offsets in the template, without throwing. */
export function checkTemplate(text: string, options: TemplateOptions = {}): ExpressionProblem[] {
  const problems: ExpressionProblem[] = [];
  for (const piece of splitTemplate(text)) {
    if (piece.kind === "unclosed") problems.push(problemOf(unclosed(piece, text)));
    if (piece.kind !== "expression") continue;
    const { from } = piece;
    for (const problem of checkExpression(piece.source)) {
      problems.push({ ...problem, from: problem.from + from, to: problem.to + from });
    }
  }
  if (problems.length > 0) return problems;
  try {
    compileTemplate(text, options);
    return [];
  } catch (thrown) {
    return [problemOf(located(thrown, { from: 0, to: text.length, source: text }))];
  }
}

function problemOf({ code, message, values, from, to }: ExpressionError): ExpressionProblem {
  return { code, message, values, from, to };
}

function literal(text: string): CompiledTemplate {
  return { kind: "literal", references: [], evaluate: () => text };
}

function unclosed(piece: { from: number; to: number }, source: string): ExpressionError {
  return new ExpressionError({
    code: "unclosed-template",
    values: {},
    from: piece.from,
    to: piece.to,
    source,
  });
}

/** Evaluates one expression of a template; its errors get their place in the template. */
type Part = <Result>(scope: Scope, options: EvaluateOptions | undefined, finish: Finish<Result>) => Result;

function partOf(expression: InnerExpression, template: string, offset: number): Part {
  return (scope, options, finish) => {
    try {
      return expression.evaluateWith(scope, options, finish);
    } catch (thrown) {
      throw thrown instanceof ExpressionError ? thrown.within(template, offset) : thrown;
    }
  };
}

function compileWithin(source: string, template: string, offset: number): InnerExpression {
  try {
    return compileInner(source);
  } catch (thrown) {
    throw thrown instanceof ExpressionError ? thrown.within(template, offset) : thrown;
  }
}

function compileAnew(text: string, given: TemplateOptions["escape"]): CompiledTemplate {
  const isLate = given === "url-late" || given === "url-any-host-late";
  const escaping = given === "url-late" ? "url" : given === "url-any-host-late" ? "url-any-host" : given;
  const pieces = splitTemplate(text);
  const texts: string[] = [""];
  const parts: { part: Part; insert: Insert; inner: InnerExpression; from: number; to: number }[] = [];
  const root = escaping === "url-segment" ? "/" : "";
  let before = root;
  for (const piece of pieces) {
    if (piece.kind === "unclosed") throw unclosed(piece, text);
    if (piece.kind === "text") {
      before += piece.text;
      texts[texts.length - 1] = piece.text;
      continue;
    }
    const inner = compileWithin(piece.source, text, piece.from);
    const insert = insertFor(escaping, before);
    if (insert === undefined) {
      const { from, to } = piece;
      throw new ExpressionError({ code: "template-in-host", values: {}, from, to, source: text });
    }
    parts.push({ part: partOf(inner, text, piece.from), insert, inner, from: piece.from, to: piece.to });
    texts.push("");
  }
  const [only] = parts;
  if (only === undefined) return literal(texts[0] ?? "");
  const references = parts.flatMap(({ inner, from }) =>
    inner.references.map((reference) => shiftReference(reference, from)),
  );
  const isAlone = parts.length === 1 && pieces.length === 1 && escaping === undefined;
  if (isAlone) {
    const { inner, from } = only;
    const evaluate = (scope: Scope, options?: EvaluateOptions): Json => {
      try {
        return inner.evaluate(scope, options);
      } catch (thrown) {
        throw thrown instanceof ExpressionError ? thrown.within(text, from) : thrown;
      }
    };
    return { kind: "value", references, evaluate };
  }
  const closes = parts.map(({ insert }, at) => {
    const isLast = at === parts.length - 1;
    return insert === insertIntoPath && endsSegment(texts[at + 1] ?? "", { isLast });
  });
  const evaluate = (scope: Scope, options?: EvaluateOptions): Json => {
    const shared = parts.length > 1 ? sharingTime(options) : options;
    let joined = texts[0] ?? "";
    for (let at = 0; at < parts.length; at++) {
      const { part, insert, from, to } = parts[at] ?? only;
      joined += part(scope, shared, insert);
      if (closes[at] && isEmptySegment(root + joined)) {
        if (isLate) joined += missingPart;
        else throw new ExpressionError({ code: "empty-segment", values: {}, from, to, source: text });
      }
      joined += texts[at + 1] ?? "";
      if (joined.length > (options?.budget?.outputSize ?? maxOutputSize)) {
        const limit = options?.budget?.outputSize ?? maxOutputSize;
        throw new ExpressionError({
          code: "too-large",
          values: { limit },
          from: 0,
          to: text.length,
          source: text,
        });
      }
    }
    return joined;
  };
  return { kind: "text", references, evaluate };
}

/** How a value is inserted after what stands before it; none when a URL's host would come from it. */
function insertFor(
  escaping: "html" | UrlEscape | "url-segment" | undefined,
  before: string,
): Insert | undefined {
  if (escaping === undefined) return (value, run) => toText(value, run);
  if (escaping === "html") return insertIntoHtml;
  if (escaping === "url-segment") return insertIntoPath;
  if (/[?#]/.test(before))
    return fixesHost(before) || escaping === "url-any-host" ? insertIntoUrl : undefined;
  if (fixesHost(before)) return insertIntoPath;
  if (escaping === "url") return undefined;
  // The node allows it: the value is the URL's beginning (`{{ env.API }}/orders`), not one part of it.
  return before.trim() === "" || before.includes("://") ? (value, run) => toText(value, run) : insertIntoPath;
}
