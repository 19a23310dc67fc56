export * from "./document/answer.ts";
export * from "./document/answer-headers.ts";
export * from "./document/schema.ts";
export * from "./document/webhook-trigger.ts";
