export * from "./schemas/accounts.ts";
export * from "./schemas/approvals.ts";
export * from "./schemas/common.ts";
export * from "./schemas/deliveries.ts";
export * from "./schemas/executions.ts";
export * from "./schemas/live.ts";
export * from "./schemas/node-types.ts";
export * from "./schemas/workflows.ts";
