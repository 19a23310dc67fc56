export * from "./check/catalogue.ts";
export * from "./check/check.ts";
export { describeFinding, type Finding, findingSchema } from "./check/finding.ts";
export type { CheckOptions, OtherWorkflow, SecretOwner } from "./check/given.ts";
export { type NamedWorkflow, workflowsNamed } from "./check/workflow-settings.ts";
