export * from "./node-contract/define-node.ts";
export * from "./node-contract/define-run.ts";
export * from "./node-contract/field-hints.ts";
export type * from "./node-contract/json.ts";
export * from "./node-contract/node-error.ts";
export * from "./node-contract/rules.ts";
export type * from "./node-contract/run-context.ts";
export type * from "./node-contract/run-result.ts";
export * from "./node-contract/texts.ts";
