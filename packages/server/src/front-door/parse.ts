import type { Json, JsonObject } from "@sluice/workflow/node-contract";
import { type Extraction, parseJsonBytes, parseQuery } from "@sluice/workflow/variables";
import { headersByName, queryTextOf } from "../engine/request-scope.ts";
import { PublicError } from "../errors.ts";
import type { CompiledHook } from "./compile-hook.ts";
import type { Visit } from "./visit.ts";

export interface ParsedRequest {
  readonly body: Json;
  readonly query: JsonObject;
}

/** Station 8. Throws 400 with line and column, or `query-too-complex`. */
export function parse(visit: Visit): ParsedRequest {
  const parsed = parseJsonBytes(visit.body);
  if (!parsed.ok) {
    const { code, message, line, column } = parsed;
    const detail = `${message[0]?.toUpperCase() ?? ""}${message.slice(1)} (line ${line}, column ${column}).`;
    throw new PublicError(code, { detail, members: { line, column } });
  }
  const query = parseQuery(queryTextOf(visit.rawUrl));
  if (query.problems.some(({ code }) => code === "query-too-complex")) {
    throw new PublicError("query-too-complex");
  }
  return { body: parsed.value, query: query.value };
}

/** Station 9: the trigger variables. Throws 422 with every violation. Variables see the headers as they were sent. */
export function extract(visit: Visit, hook: CompiledHook, { body, query }: ParsedRequest): Extraction {
  const headers = hook.trigger.variables.some(({ from }) => from === "headers") ? sentHeaders(visit) : {};
  const bodyText = () => new TextDecoder().decode(visit.body);
  const extraction = hook.extract({ body, query, headers, bodyText });
  const { violations } = extraction;
  if (violations.length > 0) {
    const named = violations.map(
      ({ from, path, expected, got }) => `${from} ${path}: expected ${expected}, got ${got}`,
    );
    throw new PublicError("contract-violation", { detail: `${named.join("; ")}.`, members: { violations } });
  }
  return extraction;
}

function sentHeaders({ request }: Visit): JsonObject {
  const { rawHeaders } = request;
  const pairs = rawHeaders.flatMap((name, at) =>
    at % 2 === 0 ? [{ name, value: rawHeaders[at + 1] ?? "" }] : [],
  );
  return headersByName(pairs);
}
