import { PublicError } from "../errors.ts";
import { isCharset } from "./charset.ts";

/** What a body is, by its `Content-Type`. `kind` is one of the kinds that a trigger may accept. */
export interface BodyType {
  readonly kind: "json" | "form" | "text" | "files";
  /** Lower case, as the sender named it; `utf-8` when it named none. */
  readonly charset: string;
  /** Of multipart: what stands between the parts. Null: the body is one file. */
  readonly boundary: string | null;
  /** Type and subtype in lower case; empty when there is no `Content-Type`. */
  readonly mediaType: string;
}

const token = "[a-z0-9!#$%&'*+.^_`|~-]+";
const mediaType = new RegExp(`^${token}/${token}$`);
const json = /^application\/(?:json|[a-z0-9!#$&^_.-]+\+json)$/;
const text =
  /^(?:text\/.+|application\/(?:xml|yaml|x-yaml|x-ndjson|jsonl|csv|toml|graphql|sql)|[^/]+\/.+\+(?:xml|yaml))$/;
const parameter = new RegExp(`^(${token})\\s*=\\s*(?:"([^"]*)"|(.*))$`, "i");

/** What a body without `Content-Type` is: text, for triggers that take any. */
const untyped: BodyType = { kind: "text", charset: "utf-8", boundary: null, mediaType: "" };

const plainJson: BodyType = {
  kind: "json",
  charset: "utf-8",
  boundary: null,
  mediaType: "application/json",
};

/**
 * Reads a `Content-Type` (undefined: there is none). Throws 415 for what is no media type, for a charset that JSON or a
 * form cannot have or nobody knows, and 400 for multipart without a boundary.
 */
export function bodyTypeOf(contentType: string | undefined): BodyType {
  if (contentType === "application/json") return plainJson;
  if (contentType === undefined) return untyped;
  const [first = "", ...rest] = contentType.split(";").map((part) => part.trim());
  const type = first.toLowerCase();
  if (!mediaType.test(type)) throw refused("The Content-Type is not a media type.");
  const parameters = parametersOf(rest);
  const charset = parameters.get("charset")?.toLowerCase() ?? "utf-8";
  if (json.test(type)) {
    if (!isUtf8(charset)) throw refused("JSON is UTF-8; send charset=utf-8 or leave it out.");
    return { kind: "json", charset: "utf-8", boundary: null, mediaType: type };
  }
  if (type === "application/x-www-form-urlencoded") {
    insistOnCharset(charset);
    return { kind: "form", charset, boundary: null, mediaType: type };
  }
  if (type === "multipart/form-data") {
    const boundary = parameters.get("boundary") ?? "";
    if (!/^[\x20-\x7e]{0,199}[\x21-\x7e]$/.test(boundary)) {
      throw new PublicError("malformed-form", {
        detail: "The Content-Type names no boundary for its parts.",
      });
    }
    return { kind: "files", charset: "utf-8", boundary, mediaType: type };
  }
  if (text.test(type)) {
    insistOnCharset(charset);
    return { kind: "text", charset, boundary: null, mediaType: type };
  }
  return { kind: "files", charset: "utf-8", boundary: null, mediaType: type };
}

/** By name, the first of each. */
function parametersOf(parts: readonly string[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const part of parts) {
    const [, name = "", quoted, plain] = parameter.exec(part) ?? [];
    const key = name.toLowerCase();
    if (key !== "" && !found.has(key)) found.set(key, quoted ?? plain ?? "");
  }
  return found;
}

export function isUtf8(charset: string): boolean {
  return charset === "utf-8" || charset === "utf8";
}

function insistOnCharset(charset: string): void {
  if (!isCharset(charset)) throw refused("This charset is not known here; send UTF-8.");
}

function refused(detail: string): PublicError {
  return new PublicError("unsupported-media-type", { detail });
}
