import type { ConnectorNotice } from "@sluice/api/schemas";
import {
  type ConnectorOperation,
  connectorLimits,
  type OperationParameter,
} from "@sluice/workflow/connectors";
import type { Json } from "@sluice/workflow/node-contract";
import { isPlain, listIn, member, textIn, words } from "./json-values.ts";
import { isListOfFiles, type Listed, styleOf } from "./list-style.ts";
import { sampleOf } from "./sample.ts";
import { type Follow, type Shape, shapeOf } from "./shape.ts";

export type Tell = (code: ConnectorNotice["code"], detail: string) => void;

const forbidden: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);
/** Sluice sets these itself, or a credential does. */
const ownHeaders: ReadonlySet<string> = new Set([
  ...["authorization", "content-type", "accept", "host", "content-length", "connection", "cookie"],
  ...["transfer-encoding", "accept-encoding", "idempotency-key"],
]);

/**
 * Parameters of path, query and headers. Those of the operation take the place of those of its path; a place in the path that
 * nobody describes is one too.
 */
export function readParameters(given: {
  readonly lists: readonly (readonly Json[])[];
  readonly names: readonly string[];
  readonly follow: Follow;
  readonly tell: Tell;
}): OperationParameter[] {
  const { lists, names, follow, tell } = given;
  const byPlace = new Map<string, OperationParameter>();
  for (const raw of lists.flat()) {
    const made = readParameter(follow(raw), given);
    for (const parameter of made) byPlace.set(`${parameter.in} ${parameter.name.toLowerCase()}`, parameter);
  }
  for (const name of names) {
    const key = `path ${name.toLowerCase()}`;
    if (!byPlace.has(key)) {
      byPlace.set(key, { in: "path", name, at: [], description: "", required: true, type: "string" });
    }
  }
  const order = new Map(names.map((name, index) => [name, index]));
  return [...byPlace.values()]
    .filter((parameter) => {
      if (parameter.in !== "path" || order.has(parameter.name)) return true;
      tell("parameter-without-place", parameter.name);
      return false;
    })
    .sort((one, other) => (order.get(one.name) ?? names.length) - (order.get(other.name) ?? names.length));
}

function readParameter(
  raw: Json | undefined,
  { follow, tell }: { readonly follow: Follow; readonly tell: Tell },
): OperationParameter[] {
  const name = textIn(raw, "name");
  const place = textIn(raw, "in");
  if (name === "") return [];
  if (place === "cookie") tell("cookie-parameter", name);
  if (place === "header" && ownHeaders.has(name.toLowerCase())) return [];
  if (place !== "path" && place !== "query" && place !== "header") return [];
  if (!isUsable(name, tell)) return [];
  if (place === "header" && !/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name)) {
    tell("forbidden-name", name);
    return [];
  }
  const content = member(raw, "content");
  const schema = member(raw, "schema") ?? member(Object.values(content ?? {})[0], "schema");
  const shape = shapeOf(schema, follow);
  const head = {
    required: place === "path" || member(raw, "required") === true,
    description: words(textIn(raw, "description"), 500) || shape.description,
  };
  const whole = (more: Listed = {}) => [parameterOf(shape, { in: place, name, at: [], ...head, ...more })];
  if (place !== "query") {
    if (shape.type === "array" || shape.type === "object") tell("list-not-carried", `${name} (${place})`);
    return whole();
  }
  const style = styleOf(raw, shape, follow);
  if (typeof style === "object") return whole(style);
  if (style === "not-carried") {
    tell("list-not-carried", name);
    return whole();
  }
  const path = style === "apart" ? [] : [name];
  return fieldsOf(shape, { in: "query", follow, tell, path, required: head.required, room: newRoom() });
}

interface Inside {
  readonly in: "body" | "form" | "query";
  readonly follow: Follow;
  readonly tell: Tell;
  readonly path: readonly string[];
  readonly required: boolean;
  /** Fields that may still be made: schemas that fan out by references would make millions. */
  readonly room: { left: number };
  /** How the fields of a form are written (OpenAPI's `encoding`). */
  readonly encoding?: Json | undefined;
}

const maxFields = 400;

const deepest = { body: 3, form: 3, query: 2 } as const;

/**
 * One parameter for each property of an object, and of the objects in it; what is deeper, has no properties or holds a list is
 * one value. In forms and queries `address[city]`, in JSON `address.city`.
 */
export function fieldsOf(shape: Shape, inside: Inside): OperationParameter[] {
  const { path, tell, follow, room } = inside;
  room.left -= 1;
  if (room.left < 0) return [];
  if (shape.properties.size === 0 || path.length >= deepest[inside.in] || isOneField(inside)) {
    const isWhole = inside.in === "body" && (shape.type === "array" || shape.type === "object");
    const start = isWhole ? (shape.start ?? sampleOf(shape, follow)) : shape.start;
    const place = { in: inside.in, name: nameOf(inside), required: inside.required };
    const at = inside.in === "body" ? [...path] : [];
    const { start: _, ...rest } = shape;
    const leaf = start === undefined ? rest : { ...rest, start };
    return [parameterOf(leaf, { ...place, at, description: shape.description, ...listedOf(shape, inside) })];
  }
  return [...shape.properties].flatMap(([name, schema]) => {
    const child = shapeOf(schema, follow);
    if (child.readOnly || !isUsable(name, tell)) return [];
    const required = inside.required && shape.required.has(name);
    return fieldsOf(child, { ...inside, path: [...path, name], required });
  });
}

/** How the last field on a way is written, where it is a list or an object. */
function listedOf(shape: Shape, { in: place, path, encoding, follow, tell }: Inside): Listed {
  if (place === "body" || (shape.type !== "array" && shape.type !== "object")) return {};
  // Within an object all is in brackets, and so are lists there.
  if (path.length > 1) return { list: "brackets" };
  const own = member(encoding, path[0] ?? "");
  if (place === "form" && shape.type === "object" && own === undefined) return { list: "brackets" };
  const style = styleOf(ofEncoding(own), shape, follow);
  if (typeof style === "object") return style;
  tell("list-not-carried", path.join("."));
  return {};
}

/** Whether an object is one field of a form, as JSON. */
function isOneField({ in: place, path, encoding }: Inside): boolean {
  const own = path.length === 1 ? member(encoding, path[0] ?? "") : undefined;
  return place === "form" && member(ofEncoding(own), "content") !== undefined;
}

/** The encoding of a field in the words of a parameter: a media type of its own stands for its style. */
function ofEncoding(own: Json | undefined): Json | undefined {
  const type = textIn(own, "contentType");
  const isStyled = member(own, "style") !== undefined || member(own, "explode") !== undefined;
  return type === "" || isStyled ? own : { content: { [type]: {} } };
}

function newRoom(): Inside["room"] {
  return { left: maxFields };
}

function nameOf({ in: place, path }: Inside): string {
  if (place === "body") return path.join(".").slice(0, 200) || "body";
  const [first = "", ...rest] = path;
  return `${first}${rest.map((part) => `[${part}]`).join("")}`.slice(0, 200);
}

function parameterOf(
  { type, values, start }: Pick<Shape, "type" | "values" | "start">,
  place: Pick<OperationParameter, "in" | "name" | "at" | "required" | "description" | "list">,
): OperationParameter {
  return {
    ...place,
    type,
    ...(values === undefined ? {} : { values }),
    ...(start === undefined ? {} : { start }),
  };
}

function isUsable(name: string, tell: Tell): boolean {
  if (name.length > 0 && name.length <= 200 && isPlain(name) && !forbidden.has(name)) return true;
  tell("forbidden-name", name);
  return false;
}

/** The first ones, those that must be given before all others. */
export function bounded(parameters: readonly OperationParameter[], tell: Tell): OperationParameter[] {
  const { parameters: most } = connectorLimits;
  if (parameters.length <= most) return [...parameters];
  tell("too-many-parameters", String(parameters.length - most));
  const isFirst = ({ required, in: place }: OperationParameter) => required || place === "path";
  return [...parameters.filter(isFirst), ...parameters.filter((one) => !isFirst(one))].slice(0, most);
}

/** The parts of a form with files: each is a member of the content, and an object in it a part of JSON. */
function readParts(
  content: Json,
  { follow, tell }: { readonly follow: Follow; readonly tell: Tell },
): OperationParameter[] {
  const shape = shapeOf(member(content, "schema"), follow);
  if (shape.properties.size === 0) return [];
  for (const [name, schema] of shape.properties) {
    const part = shapeOf(schema, follow);
    if (part.type === "array" && !isListOfFiles(part, follow)) tell("list-not-carried", name);
  }
  return fieldsOf(shape, { in: "body", follow, tell, path: [], required: true, room: newRoom() });
}

/** What can be sent of a request's body, and as what: JSON before forms, those without files first, before text. */
export function readBody(
  raw: Json | undefined,
  { follow, tell }: { readonly follow: Follow; readonly tell: Tell },
): {
  readonly bodyKind: ConnectorOperation["bodyKind"];
  readonly parameters: OperationParameter[];
} | null {
  const body = follow(raw);
  const content = Object.entries(member(body, "content") ?? {});
  if (content.length === 0) return { bodyKind: "none", parameters: [] };
  const of = (pattern: RegExp) => content.find(([type]) => pattern.test(type));
  const required = member(body, "required") === true;
  const json = of(/^(application\/([a-z0-9.+-]+\+)?json|\*\/\*)\s*(;|$)/i);
  if (json) {
    const shape = shapeOf(member(json[1], "schema"), follow);
    const fields = fieldsOf(shape, { in: "body", follow, tell, path: [], required: true, room: newRoom() });
    // What a body that may be left out must hold is required of it all the same, but not the body itself.
    const parameters = fields.map((one) => (one.at.length === 0 ? { ...one, required } : one));
    return { bodyKind: "json", parameters };
  }
  const form = of(/^application\/x-www-form-urlencoded\s*(;|$)/i);
  if (form) {
    const shape = shapeOf(member(form[1], "schema"), follow);
    const parameters =
      shape.properties.size === 0
        ? []
        : fieldsOf(shape, {
            ...{ in: "form", follow, tell, path: [], required: true, room: newRoom() },
            encoding: member(form[1], "encoding"),
          });
    return { bodyKind: "form", parameters };
  }
  const multipart = of(/^multipart\/form-data\s*(;|$)/i);
  if (multipart) return { bodyKind: "multipart", parameters: readParts(multipart[1], { follow, tell }) };
  if (of(/^text\/plain\s*(;|$)/i)) {
    const text = { in: "body", name: "body", type: "string", description: "", required } as const;
    return { bodyKind: "text", parameters: [{ ...text, at: [] }] };
  }
  tell("body-not-carried", content.map(([type]) => type).join(", "));
  return required ? null : { bodyKind: "none", parameters: [] };
}

/** The lists of parameters of a path and of one of its operations. */
export function parameterLists(path: Json | undefined, operation: Json | undefined): (readonly Json[])[] {
  return [listIn(path, "parameters"), listIn(operation, "parameters")];
}
