export * from "./describe/schema-of-tree.ts";
export * from "./describe/shorten.ts";
export * from "./describe/summarize-rules.ts";
