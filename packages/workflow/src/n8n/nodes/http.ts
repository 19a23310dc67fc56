import type { Json, JsonObject } from "../../node-contract/json.ts";
import { at, credentialNames, tellOptions } from "../parameters.ts";
import { bodyOf, type Pair, pairs } from "./http-body.ts";
import type { NodeConverter } from "./node-converter.ts";

type Given = Parameters<NodeConverter>[0];

const methods = new Set(["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"]);
const carriedOptions = new Set([
  ...["timeout", "redirect", "response", "fullResponse", "followRedirect", "bodyContentType", "neverError"],
  "lowercaseHeaders",
]);
/** Set to true they change what is sent or trusted, and there is no setting for them here. */
const switches = ["provideSslCertificates", "allowUnauthorizedCerts"];

export const httpNode: NodeConverter = (given) => {
  const { node, values, notice } = given;
  const { parameters } = node;
  const method = String(parameters.method ?? parameters.requestMethod ?? "GET").toUpperCase();
  if (!methods.has(method)) return { left: method };
  const url = values.text(parameters.url);
  const { options } = parameters;
  tellOptions(options, carriedOptions, notice);
  for (const name of switches) if (parameters[name] === true) notice("parameter-not-carried", name);
  const body = bodyOf(given);
  const headers = [
    ...pairsOf("headerParameters", given),
    ...(body.type === undefined ? [] : [{ name: "content-type", value: body.type }]),
  ];
  const neverError = at(options, "response", "response", "neverError") ?? at(options, "neverError");
  const timeout = Number(at(options, "timeout"));
  return {
    type: "http",
    config: {
      method,
      url,
      ...(/^\s*(https?:\/\/)?\{\{/.test(url) ? { host: "any" } : {}),
      ...credentialOf(given),
      query: pairsOf("queryParameters", given),
      headers,
      ...body.config,
      ...(responseKind(parameters) === "auto" ? {} : { response: responseKind(parameters) }),
      ...(neverError === true ? { failOn: "" } : {}),
      ...(timeout > 0 ? { timeoutSeconds: Math.min(300, Math.max(0.1, timeout / 1000)) } : {}),
      ...redirectsOf(options),
    },
  };
};

/** A credential must be chosen anew: until then the empty place stops publishing. */
function credentialOf({ node, notice }: Given): JsonObject {
  const { authentication } = node.parameters;
  if (authentication === undefined || authentication === "none") return {};
  notice("credential-not-carried", credentialNames(node));
  return { credential: {} };
}

/** Pairs that a parameter gives as a JSON text. */
function jsonPairs(parameter: string, given: Given): Pair[] {
  const raw = given.node.parameters[parameter];
  if (raw === undefined || raw === "") return [];
  const tree = given.values.json(raw);
  if (typeof tree !== "object" || tree === null || Array.isArray(tree)) {
    given.notice("parameter-not-carried", parameter);
    return [];
  }
  return Object.entries(tree).map(([name, value]) => ({
    name,
    value: typeof value === "string" ? value : JSON.stringify(value),
  }));
}

/** Query parameters and headers are given alike: `sendQuery` goes with `queryParameters`, `jsonHeaders` with `headerParameters`. */
function pairsOf(list: "queryParameters" | "headerParameters", given: Given): Pair[] {
  const { parameters, typeVersion } = given.node;
  if (typeVersion < 3) {
    return parameters.jsonParameters === true
      ? jsonPairs(`${list}Json`, given)
      : pairs(at(parameters[`${list}Ui`], "parameter"), given);
  }
  const what = list === "queryParameters" ? "Query" : "Headers";
  if (parameters[`send${what}`] !== true) return [];
  return parameters[`specify${what}`] === "json"
    ? jsonPairs(`json${what}`, given)
    : pairs(at(parameters[list], "parameters"), given);
}

function responseKind(parameters: JsonObject): "auto" | "json" | "text" | "bytes" {
  const format =
    at(parameters.options, "response", "response", "responseFormat") ?? parameters.responseFormat;
  if (format === "json") return "json";
  if (format === "text" || format === "string") return "text";
  return format === "file" ? "bytes" : "auto";
}

function redirectsOf(options: Json | undefined): JsonObject {
  const follow = at(options, "redirect", "redirect", "followRedirects") ?? at(options, "followRedirect");
  if (follow === false) return { redirects: 0 };
  const most = Number(at(options, "redirect", "redirect", "maxRedirects"));
  return Number.isInteger(most) && most > 0 ? { redirects: Math.min(20, most) } : {};
}
