export * from "./document/schema.ts";
export * from "./document/webhook-trigger.ts";
