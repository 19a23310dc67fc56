import {
  checkExpression,
  checkTemplate,
  compileExpression,
  compileTemplate,
  describeProblem,
  ExpressionError,
  type Scope,
  scriptProblem,
  type TemplateOptions,
} from "@sluice/workflow/expressions";
import type { Json, Language } from "@sluice/workflow/node-contract";
import { isKnown } from "../../document/loop-scope.ts";
import type { FieldMode } from "./completions.ts";

export interface FieldProblem {
  readonly from: number;
  readonly to: number;
  /** With the remedy, in the reader's language. */
  readonly message: string;
}

/** Everything that is wrong with the text itself. */
export function problemsOf(
  text: string,
  mode: FieldMode,
  { language, ...options }: TemplateOptions & { language: Language },
): readonly FieldProblem[] {
  if (mode === "literal" || text === "") return [];
  if (mode === "script") return scriptProblems(text);
  const problems = mode === "expression" ? checkExpression(text) : checkTemplate(text, options);
  return problems.map((problem) => ({
    from: problem.from,
    to: problem.to,
    message: describeProblem(problem, language),
  }));
}

function scriptProblems(text: string): readonly FieldProblem[] {
  const problem = scriptProblem(text);
  if (!problem) return [];
  const lines = text.split("\n").slice(0, problem.line - 1);
  const from = Math.min(
    text.length,
    lines.join("\n").length + (lines.length > 0 ? 1 : 0) + problem.column - 1,
  );
  return [{ from, to: Math.min(text.length, from + 1), message: problem.message }];
}

export type Preview =
  | { readonly kind: "value"; readonly value: Json }
  | { readonly kind: "error"; readonly message: string }
  /** It reads the output of a step, which no example gives. */
  | { readonly kind: "unknown" };

/** The value that the text has with the example's data; null where there is nothing to show. */
export function previewOf(
  text: string,
  mode: FieldMode,
  given: TemplateOptions & { scope: Scope; language: Language },
): Preview | null {
  const { scope, language, ...options } = given;
  if (mode === "literal" || mode === "script" || text.trim() === "") return null;
  if (mode === "template" && !text.includes("{{")) return null;
  const budget = { steps: 200_000, milliseconds: 50, outputSize: 20_000 };
  try {
    const compiled = mode === "expression" ? compileExpression(text) : compileTemplate(text, options);
    if (!compiled.references.every(({ path }) => isKnown(path, scope))) return { kind: "unknown" };
    return { kind: "value", value: compiled.evaluate(scope, { budget }) };
  } catch (thrown) {
    if (!(thrown instanceof ExpressionError)) throw thrown;
    return { kind: "error", message: describeProblem(thrown, language) };
  }
}
