import type { Json, JsonObject } from "@sluice/workflow/node-contract";
import { parseQuery } from "@sluice/workflow/variables";

/** A request as it was received, secret headers and query values redacted. */
export interface RequestParts {
  readonly method: string;
  /** Path and query, as on the request line. */
  readonly url: string;
  readonly address: string;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  /** Of the token that it came with. */
  readonly claims?: JsonObject | null;
}

/** What follows `?` in a URL. */
export function queryTextOf(url: string): string {
  const mark = url.indexOf("?");
  return mark < 0 ? "" : url.slice(mark + 1);
}

/** Headers by their names in lower case; several of one name are joined as RFC 9110, 5.3 says. No prototype. */
export function headersByName(headers: RequestParts["headers"]): { [name: string]: string } {
  const byName = Object.create(null) as { [name: string]: string };
  for (const { name, value } of headers) {
    const key = name.toLowerCase();
    byName[key] = byName[key] === undefined ? value : `${byName[key]}, ${value}`;
  }
  return byName;
}

/**
 * `request` of the expressions. The door and what takes an execution up again make it alike. `statusUrl`: where the sender
 * may ask what has become of the request.
 */
export function requestScope(
  parts: RequestParts,
  body: Json,
  { query, statusUrl }: { query?: JsonObject | undefined; statusUrl?: string | undefined } = {},
): JsonObject {
  const { method, url, address, headers, claims } = parts;
  return {
    body,
    query: query ?? parseQuery(queryTextOf(url)).value,
    headers: headersByName(headers),
    method,
    url,
    ip: address,
    ...(claims ? { claims } : {}),
    ...(statusUrl === undefined ? {} : { statusUrl }),
  };
}
