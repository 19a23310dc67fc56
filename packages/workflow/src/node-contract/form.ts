export * from "./form/config-issues.ts";
export * from "./form/default-config.ts";
export * from "./form/fields-now.ts";
export type * from "./form/form-field.ts";
export * from "./form/form-of.ts";
export * from "./form/walk-config.ts";
