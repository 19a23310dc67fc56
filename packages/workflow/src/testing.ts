export * from "./graph/testing/node-types.ts";
export * from "./graph/testing/random-workflow.ts";
export { everyScenario, type Scenario } from "./graph/testing/simulate.ts";
export { anyOperation, first as anyBeginning } from "./operations/testing/any-operation.ts";
export * from "./testing/build-document.ts";
export * from "./testing/freeze.ts";
export * from "./testing/payment-document.ts";
