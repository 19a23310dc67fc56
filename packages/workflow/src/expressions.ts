export * from "./expressions/check-script.ts";
export { missingPart } from "./expressions/escape.ts";
export { evaluateRules, hasRuleError } from "./expressions/evaluate-rules.ts";
export {
  type CompiledExpression,
  checkExpression,
  compileExpression,
  type EvaluateOptions,
} from "./expressions/expression.ts";
export { describeProblem, ExpressionError, type ExpressionProblem } from "./expressions/expression-error.ts";
export * from "./expressions/find-references.ts";
export type { FunctionEntry, FunctionKind } from "./expressions/functions/entry.ts";
export { functionTable } from "./expressions/functions/table.ts";
export * from "./expressions/limits.ts";
export { type ExpressionErrorCode, expressionMessages } from "./expressions/messages.ts";
export type { Reference } from "./expressions/references.ts";
export * from "./expressions/rename.ts";
export * from "./expressions/scope.ts";
export { splitTemplate, type TemplatePiece } from "./expressions/split-template.ts";
export * from "./expressions/template.ts";
export * from "./expressions/text-pattern.ts";
export * from "./expressions/tree.ts";
