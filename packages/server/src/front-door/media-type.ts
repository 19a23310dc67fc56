import type { IncomingMessage } from "node:http";
import type { BodyKind } from "@sluice/workflow/document";
import { type BodyType, bodyTypeOf } from "../bodies/body-type.ts";
import { type BodyEncoding, encodingOf } from "../bodies/inflate.ts";
import { PublicError } from "../errors.ts";

/** What a body says of itself before it is read. */
export interface DeclaredBody {
  readonly type: BodyType;
  readonly encoding: BodyEncoding | null;
}

/**
 * Station 7: a kind of body that this trigger takes, compressed as we can undo it. A request without content type and body
 * passes: its body is `null`. Throws 415 with what is taken instead.
 */
export function checkMediaType(request: IncomingMessage, accepts: readonly BodyKind[]): DeclaredBody {
  const encoding = encodingOf(request.headers["content-encoding"]);
  const given = typesOf(request);
  // Two content types mean different things to different readers.
  if (given.length > 1) throw refused("The request has several Content-Types.", accepts);
  const [contentType] = given;
  const type = readable(contentType, accepts);
  if (contentType === undefined) {
    if (hasBody(request) && !accepts.includes("text")) {
      throw refused(`The body has no Content-Type; send ${mediaTypes[accepts[0] ?? "json"]}.`, accepts);
    }
  } else if (!accepts.includes(type.kind)) {
    throw refused(`This trigger takes ${listed(accepts)}, and no other kind of body.`, accepts);
  }
  return { type, encoding };
}

function readable(contentType: string | undefined, accepts: readonly BodyKind[]): BodyType {
  try {
    return bodyTypeOf(contentType);
  } catch (error) {
    if (error instanceof PublicError && error.code === "unsupported-media-type") {
      throw refused(error.message, accepts);
    }
    throw error;
  }
}

function typesOf({ rawHeaders }: IncomingMessage): string[] {
  const found: string[] = [];
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    if (rawHeaders[at]?.toLowerCase() === "content-type") found.push(rawHeaders[at + 1] ?? "");
  }
  return found;
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
}

const mediaTypes: Readonly<Record<BodyKind, string>> = {
  json: "application/json",
  form: "application/x-www-form-urlencoded",
  text: "text/plain",
  files: "multipart/form-data",
};

const words: Readonly<Record<BodyKind, string>> = {
  json: "JSON (application/json, or a type that ends in +json)",
  form: "forms (application/x-www-form-urlencoded)",
  text: "text (text/*, XML, YAML)",
  files: "files (multipart/form-data, or one file that is no text, such as a PDF)",
};

function listed(accepts: readonly BodyKind[]): string {
  return accepts.map((kind) => words[kind]).join(", ");
}

function refused(detail: string, accepts: readonly BodyKind[]): PublicError {
  const accept = accepts.map((kind) => mediaTypes[kind]).join(", ");
  return new PublicError("unsupported-media-type", { detail, headers: { accept } });
}
