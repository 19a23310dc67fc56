import type { Json, JsonObject } from "@sluice/workflow/node-contract";
import { type Extraction, parseQuery } from "@sluice/workflow/variables";
import { readValue } from "../bodies/read-value.ts";
import { headersByName, queryTextOf } from "../engine/request-scope.ts";
import { PublicError } from "../errors.ts";
import type { CompiledHook } from "./compile-hook.ts";
import { insistOnContract } from "./contract.ts";
import type { DeclaredBody } from "./media-type.ts";
import type { Visit } from "./visit.ts";

export interface ParsedRequest {
  readonly body: Json;
  /** What it was read from: the bytes before any compression. */
  readonly bytes: Uint8Array;
  /** Its leaves are text: it came as a form or as text, so that types are read from it as from a query. */
  readonly isText: boolean;
  readonly query: JsonObject;
}

/** Station 8, on the bytes before any compression. Throws 400 with line and column, or `query-too-complex`. */
export function parse(visit: Visit, { type }: DeclaredBody, bytes: Uint8Array): ParsedRequest {
  const body = readValue(bytes, type);
  const query = parseQuery(queryTextOf(visit.rawUrl));
  if (query.problems.some(({ code }) => code === "query-too-complex")) {
    throw new PublicError("query-too-complex");
  }
  return { body, bytes, isText: type.kind !== "json", query: query.value };
}

/** Station 9: the trigger variables. Throws 422 with every violation. */
export function extract(visit: Visit, hook: CompiledHook, parsed: ParsedRequest): Extraction {
  const extraction = readVariables(visit, hook, parsed);
  insistOnContract(hook, extraction, parsed.body);
  return extraction;
}

/** The trigger variables and what is wrong with them. They see the headers as they were sent. */
export function readVariables(
  visit: Visit,
  hook: Pick<CompiledHook, "trigger" | "extract">,
  { body, bytes, isText, query }: ParsedRequest,
): Extraction {
  const headers = hook.trigger.variables.some(({ from }) => from === "headers") ? sentHeaders(visit) : {};
  const bodyText = () => new TextDecoder().decode(bytes);
  return hook.extract({
    body,
    query,
    headers,
    ...(isText ? { bodyIsText: true } : { bodyText }),
  });
}

function sentHeaders({ request }: Visit): JsonObject {
  const { rawHeaders } = request;
  const pairs = rawHeaders.flatMap((name, at) =>
    at % 2 === 0 ? [{ name, value: rawHeaders[at + 1] ?? "" }] : [],
  );
  return headersByName(pairs);
}
