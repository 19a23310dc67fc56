import type { IncomingMessage } from "node:http";
import { PublicError } from "../errors.ts";

const json = /^application\/(?:json|[a-z0-9!#$&^_.-]+\+json)$/;
const parameter = /^charset\s*=\s*"?([^"]*)"?$/i;

/**
 * Station 7: JSON and `+json`, UTF-8, not compressed. A request without content type and body passes: its body is
 * `null`. Throws 415 with what is taken instead.
 */
export function checkMediaType(request: IncomingMessage): void {
  const { headers } = request;
  const encoding = headers["content-encoding"]?.trim().toLowerCase() ?? "";
  if (encoding !== "" && encoding !== "identity") {
    throw new PublicError("unsupported-media-type", {
      detail: "The body is compressed; send it as it is.",
      headers: { accept: "application/json", "accept-encoding": "identity" },
    });
  }
  const given = typesOf(request);
  if (given.length === 0) {
    if (hasBody(request)) throw refused("The body has no Content-Type; send application/json.");
    return;
  }
  for (const type of given) checkType(type);
}

/** All of them: a request with two content types means different things to different readers. */
function typesOf({ rawHeaders }: IncomingMessage): string[] {
  const found: string[] = [];
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    if (rawHeaders[at]?.toLowerCase() === "content-type") found.push(rawHeaders[at + 1] ?? "");
  }
  return found;
}

function checkType(given: string): void {
  const [type = "", ...parameters] = given.split(";").map((part) => part.trim());
  if (!json.test(type.toLowerCase())) {
    throw refused("This trigger takes JSON: application/json, or a type that ends in +json.");
  }
  for (const text of parameters) {
    const charset = parameter.exec(text)?.[1]?.toLowerCase();
    if (charset !== undefined && charset !== "utf-8" && charset !== "utf8") {
      throw refused("This trigger takes UTF-8 only; send charset=utf-8 or leave it out.");
    }
  }
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
}

function refused(detail: string): PublicError {
  return new PublicError("unsupported-media-type", { detail, headers: { accept: "application/json" } });
}
