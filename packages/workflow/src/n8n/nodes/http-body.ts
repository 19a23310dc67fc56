import type { Json, JsonObject } from "../../node-contract/json.ts";
import { at, listAt } from "../parameters.ts";
import type { NodeConverter } from "./node-converter.ts";

type Given = Parameters<NodeConverter>[0];
export type Pair = { name: string; value: string };

/** The body of a request of any version of the node. */
export function bodyOf(given: Given): Body {
  return given.node.typeVersion >= 3 ? newBody(given) : oldBody(given);
}

export interface Body {
  readonly config: JsonObject;
  /** Media type that goes with it. */
  readonly type?: string;
}

const none: Body = { config: { bodyKind: "none" } };

function newBody(given: Given): Body {
  const { node, values, notice } = given;
  const { parameters } = node;
  if (parameters.sendBody !== true) return none;
  const { contentType = "json", specifyBody = "keypair" } = parameters;
  const fields = at(parameters.bodyParameters, "parameters");
  if (contentType === "json") {
    const body = specifyBody === "json" ? values.json(parameters.jsonBody) : objectOf(fields, given);
    return { config: { bodyKind: "json", body } };
  }
  if (contentType === "form-urlencoded") {
    return specifyBody === "string"
      ? {
          config: { bodyKind: "text", body: values.text(parameters.body) },
          type: "application/x-www-form-urlencoded",
        }
      : { config: { bodyKind: "form", form: pairs(fields, given) } };
  }
  if (contentType === "raw") {
    const type = values.text(parameters.rawContentType);
    return {
      config: { bodyKind: "text", body: values.text(parameters.body) },
      ...(type === "" ? {} : { type }),
    };
  }
  if (contentType === "multipart-form-data") {
    const members = listAt(fields).flatMap(({ parameterType, name, value, inputDataFieldName }) => {
      if (typeof name !== "string" || name === "") return [];
      const isFile = parameterType === "formBinaryData";
      return [[name, isFile ? fileOf(inputDataFieldName, given) : values.tree(value ?? "")]];
    });
    return { config: { bodyKind: "multipart", body: Object.fromEntries(members) } };
  }
  if (contentType === "binaryData") {
    return { config: { bodyKind: "file", body: fileOf(parameters.inputDataFieldName, given) } };
  }
  notice("parameter-not-carried", `contentType: ${String(contentType)}`);
  return none;
}

function oldBody(given: Given): Body {
  const { node, values, notice } = given;
  const { parameters } = node;
  const method = String(parameters.requestMethod ?? "GET");
  if (["GET", "HEAD", "OPTIONS"].includes(method)) return none;
  const type = at(parameters.options, "bodyContentType") ?? "json";
  const fields = at(parameters.bodyParametersUi, "parameter");
  const files = parameters.sendBinaryData === true ? String(parameters.binaryPropertyName ?? "data") : "";
  if (type === "multipart-form-data") {
    // `document:data, picture:data1`: a field, and what its file is called in n8n.
    const members = files
      .split(",")
      .filter((one) => one.trim() !== "")
      .map((one) => {
        const [field = "", name = field] = one.split(":").map((part) => part.trim());
        return [one.includes(":") ? field : "data", fileOf(name, given)];
      });
    const body = { ...objectOf(fields, given), ...Object.fromEntries(members) };
    return { config: { bodyKind: "multipart", body } };
  }
  if (files !== "") return { config: { bodyKind: "file", body: fileOf(files, given) } };
  if (type === "form-urlencoded") return { config: { bodyKind: "form", form: pairs(fields, given) } };
  if (type === "raw")
    return { config: { bodyKind: "text", body: values.text(parameters.bodyParametersJson) } };
  if (type !== "json") {
    notice("parameter-not-carried", `bodyContentType: ${String(type)}`);
    return none;
  }
  if (parameters.jsonParameters === true) {
    const raw = parameters.bodyParametersJson;
    return raw === undefined || raw === "" ? none : { config: { bodyKind: "json", body: values.json(raw) } };
  }
  const body = objectOf(fields, given);
  return Object.keys(body).length === 0 ? none : { config: { bodyKind: "json", body } };
}

function objectOf(list: unknown, { values }: Given): JsonObject {
  const fields = listAt(list).filter(({ name }) => typeof name === "string" && name !== "");
  return Object.fromEntries(fields.map(({ name, value }) => [String(name), values.tree(value ?? "")]));
}

/** n8n keeps files beside the data. Of a request they stand in its body here, under the same name; others are chosen anew. */
function fileOf(name: Json | undefined, { node, sources, notice }: Given): Json {
  const called = typeof name === "string" && name !== "" ? name : "data";
  const isKnown = sources.input(node.name).expression === "request" && !called.startsWith("=");
  notice(isKnown ? "file-of-request" : "file-not-carried", called);
  if (!isKnown) return null;
  return `{{ request.body${/^[a-z_$][\w$]*$/i.test(called) ? `.${called}` : `[${JSON.stringify(called)}]`} }}`;
}

export function pairs(list: unknown, { values }: Given): Pair[] {
  return listAt(list)
    .filter(({ name }) => name !== undefined && name !== "")
    .map(({ name, value }) => ({ name: values.text(name), value: values.text(value) }));
}
