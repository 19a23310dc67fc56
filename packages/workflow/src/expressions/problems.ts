import type { AnyNode } from "acorn";
import { describeProblem, type ExpressionProblem, Refusal } from "./expression-error.ts";
import { callables, nearest } from "./functions/table.ts";
import type { ExpressionErrorCode, MessageValues } from "./messages.ts";
import { Pattern } from "./pattern.ts";
import type { Word } from "./vocabulary.ts";

/** More would help nobody, and ten thousand characters can hold three thousand, each with its sentence. */
const maxProblems = 50;

/** What an analysis finds wrong, in the order it was found. */
export class Problems {
  readonly list: ExpressionProblem[] = [];

  pattern(node: AnyNode): void {
    if (node.type !== "Literal" || !node.regex) return;
    try {
      new Pattern(node.regex.pattern, node.regex.flags);
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      this.report(refusal.code, node, refusal.values);
    }
  }

  unknownFunction(node: AnyNode, name: string): void {
    this.unknown("unknown-function", node, name, callables.functions.keys(), "@see-table");
  }

  unknown(
    code: ExpressionErrorCode,
    node: { start: number; end: number },
    name: string,
    known: Iterable<string> | string,
    otherwise: Word,
  ): void {
    if (this.list.length >= maxProblems) return;
    const near = typeof known === "string" ? known : nearest(name, known);
    this.report(
      code,
      node,
      near === undefined ? { name, suggestion: otherwise } : { name, suggestion: "@near", near },
    );
  }

  refuse(node: AnyNode, what: string, remedy: Word = "@use-subset"): void {
    this.report("syntax-not-allowed", node, { what, remedy });
  }

  report(
    code: ExpressionErrorCode,
    node: { readonly start: number; readonly end: number },
    values: MessageValues = {},
  ): void {
    if (this.list.length >= maxProblems) return;
    const message = describeProblem({ code, values }, "en");
    this.list.push({ code, message, values, from: node.start, to: node.end });
  }
}
