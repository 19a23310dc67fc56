export * from "./connectors/check-parameters.ts";
export * from "./connectors/connector.ts";
export * from "./connectors/node-of-operation.ts";
export * from "./connectors/operations-of.ts";
export * from "./connectors/parameter-values.ts";
export { isWholeSegment, namesInPath } from "./connectors/url-places.ts";
