export * from "./variables/compile-path.ts";
export * from "./variables/curl-request.ts";
export { withExactIntegers } from "./variables/exact-integers.ts";
export * from "./variables/extract.ts";
export { type ParsedCurl, parseCurl } from "./variables/from-curl.ts";
export { type ParsedHeaders, parseHeaderLines } from "./variables/from-headers.ts";
export { type ExampleRow, type ExampleRows, rowsFromValue } from "./variables/from-json.ts";
export {
  maxQueryDepth,
  maxQueryParameters,
  type ParsedQuery,
  parseQuery,
  queryOfPasted,
} from "./variables/from-query.ts";
export { guessType, isDateTime } from "./variables/guess-type.ts";
export { type ContractSchema, toJsonSchema } from "./variables/json-schema.ts";
export {
  decodeUtf8,
  type JsonTextError,
  type JsonTextResult,
  maxJsonDepth,
  parseJsonBytes,
  parseJsonText,
} from "./variables/json-text.ts";
export { keyFromPath, keysFor } from "./variables/keys.ts";
export { sourcesAt } from "./variables/number-source.ts";
export * from "./variables/parse-contract.ts";
export { parseExamples } from "./variables/parse-examples.ts";
export {
  type DottedPath,
  formatPath,
  maxPathLength,
  PathError,
  type PathErrorCode,
  type PathSegment,
} from "./variables/path.ts";
export { type ParseProblem, parseProblemCodes, parseProblemSchema } from "./variables/problem.ts";
export { variablesFromData } from "./variables/trigger-input.ts";
export { convertText, isOfType } from "./variables/typing.ts";
export { parseWrittenJson, type WrittenJsonError, type WrittenJsonResult } from "./variables/written-json.ts";
