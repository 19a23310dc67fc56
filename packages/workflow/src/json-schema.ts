export { type CompiledSchema, compileSchema } from "./json-schema/compile-schema.ts";
export type { SchemaViolation } from "./json-schema/evaluation.ts";
export { exampleFromSchema } from "./json-schema/example-from-schema.ts";
export { maxViolations } from "./json-schema/limits.ts";
export { violationWords } from "./json-schema/phrases.ts";
export type { SchemaProblem } from "./json-schema/problems.ts";
export { schemaFromExample } from "./json-schema/schema-from-example.ts";
export { schemaFromVariables } from "./json-schema/schema-from-variables.ts";
