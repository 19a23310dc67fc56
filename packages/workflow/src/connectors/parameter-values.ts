import type { Json, JsonObject } from "../node-contract/json.ts";
import type { ConnectorOperation, OperationParameter } from "./connector.ts";
import { namesInPath, readUrl, writeUrl } from "./url-places.ts";

type Operation = Pick<ConnectorOperation, "path">;

/** What a config of an `http` node holds for a parameter; undefined: nothing. */
export function parameterValue(
  config: JsonObject,
  operation: Operation,
  parameter: OperationParameter,
): Json | undefined {
  switch (parameter.in) {
    case "path": {
      const value = readUrl(operation.path, textOf(config.url))?.values[indexIn(operation, parameter)];
      return value === "" ? undefined : value;
    }
    case "query":
    case "header":
    case "form":
      return pairsOf(config, parameter).find((pair) => isNamed(pair, parameter))?.value;
    case "body":
      return parameter.at.reduce<Json | undefined>(
        (value, key) => (isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined),
        config.body,
      );
  }
}

/**
 * A copy of the config with another value for a parameter; undefined takes it out. Everything else stays as it was
 * written. A place in the path stays empty where the URL does not lead to it any more.
 */
export function withParameter(
  config: JsonObject,
  operation: Operation,
  { parameter, value }: { readonly parameter: OperationParameter; readonly value: Json | undefined },
): JsonObject {
  switch (parameter.in) {
    case "path": {
      const places = readUrl(operation.path, textOf(config.url));
      if (places === null) return config;
      const values = places.values.with(indexIn(operation, parameter), asText(value));
      return { ...config, url: writeUrl({ ...places, values }) };
    }
    case "query":
    case "header":
    case "form":
      return { ...config, [listOf(parameter)]: withPair(pairsOf(config, parameter), parameter, value) };
    case "body": {
      const body = withDeep(config.body, parameter.at, value);
      if (body !== undefined) return { ...config, body };
      return Object.fromEntries(Object.entries(config).filter(([key]) => key !== "body"));
    }
  }
}

interface Pair {
  readonly name: string;
  readonly value: Json;
}

function pairsOf(config: JsonObject, parameter: OperationParameter): Pair[] {
  const list = config[listOf(parameter)];
  if (!Array.isArray(list)) return [];
  return list.flatMap((pair) =>
    isObject(pair) && typeof pair.name === "string"
      ? [{ ...pair, name: pair.name, value: pair.value ?? "" }]
      : [],
  );
}

function withPair(
  pairs: readonly Pair[],
  parameter: OperationParameter,
  value: Json | undefined,
): JsonObject[] {
  const index = pairs.findIndex((pair) => isNamed(pair, parameter));
  const list = pairs.map((pair) => ({ ...pair }));
  if (value === undefined) return index < 0 ? list : list.toSpliced(index, 1);
  const { list: style } = parameter;
  const before = pairs[index] ?? (style === undefined ? {} : { list: style });
  const pair = { ...before, name: parameter.name, value: asText(value) };
  return index < 0 ? [...list, pair] : list.with(index, pair);
}

function withDeep(
  holder: Json | undefined,
  at: readonly string[],
  value: Json | undefined,
): Json | undefined {
  const [key, ...rest] = at;
  if (key === undefined) return value;
  const object = isObject(holder) ? holder : {};
  const inside = withDeep(Object.hasOwn(object, key) ? object[key] : undefined, rest, value);
  if (inside !== undefined) return { ...object, [key]: inside };
  return Object.fromEntries(Object.entries(object).filter(([name]) => name !== key));
}

function isNamed({ name }: Pair, parameter: OperationParameter): boolean {
  return parameter.in === "header"
    ? name.toLowerCase() === parameter.name.toLowerCase()
    : name === parameter.name;
}

function listOf({ in: place }: OperationParameter): "query" | "headers" | "form" {
  return place === "header" ? "headers" : place === "form" ? "form" : "query";
}

function indexIn(operation: Operation, { name }: OperationParameter): number {
  return namesInPath(operation.path).indexOf(name);
}

function asText(value: Json | undefined): string {
  if (value === undefined || value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

function textOf(value: Json | undefined): string {
  return typeof value === "string" ? value : "";
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
