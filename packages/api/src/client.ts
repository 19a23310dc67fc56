import { createORPCClient, ORPCError } from "@orpc/client";
import type { ContractRouterClient } from "@orpc/contract";
import { OpenAPILink } from "@orpc/openapi-client/fetch";
import { contract } from "./contract.ts";
import type { Problem } from "./schemas/common.ts";

export type Client = ContractRouterClient<typeof contract>;

/** An error answer of the API. `problem` is the RFC 9457 document; branch on `problem.code`. */
export class ProblemError extends ORPCError<string, Problem> {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.code, { status: problem.status, message: problem.detail, data: problem });
    this.problem = problem;
  }
}

export interface ClientOptions {
  /** Origin of the server, without path: `http://127.0.0.1:4100`. */
  readonly baseUrl: string;
  /** Sent with every call: `authorization`, or `x-sluice-csrf` in a browser. */
  readonly headers?: () => Record<string, string>;
  readonly fetch?: typeof globalThis.fetch;
}

/** A typed client of the whole API. Failures throw `ProblemError`; an unreachable server throws what fetch throws. */
export function createClient(options: ClientOptions): Client {
  const link = new OpenAPILink(contract, {
    url: `${options.baseUrl}/api/v1`,
    headers: options.headers ?? (() => ({})),
    fetch: async (request, init) =>
      asJson(await (options.fetch ?? globalThis.fetch)(request, { ...init, credentials: "same-origin" })),
    customErrorResponseBodyDecoder: (body) => (isProblem(body) ? new ProblemError(body) : null),
  });
  return createORPCClient(link);
}

/**
 * oRPC 1.16 reads a body as JSON only under `application/json`; a problem document has its own media type
 * (RFC 9457, section 3) and would arrive as a file, its code unread.
 */
function asJson(response: Response): Response {
  if (response.headers.get("content-type")?.startsWith("application/problem+json") !== true) return response;
  const headers = new Headers(response.headers);
  headers.set("content-type", "application/json");
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}

/** Reads what every problem document has by hand: the schemas would be a tenth of what a browser loads first. */
function isProblem(body: unknown): body is Problem {
  if (typeof body !== "object" || body === null) return false;
  const { code, title, detail, status } = body as Partial<Record<keyof Problem, unknown>>;
  return [code, title, detail].every((text) => typeof text === "string") && Number.isInteger(status);
}
