import type { IncomingMessage, ServerResponse } from "node:http";

/** What a page may read of an answer besides its body. */
const exposed = "Sluice-Delivery-Id, Sluice-Execution-Id, Idempotency-Replayed, Retry-After";
/** For how long a browser may remember that it may call, in seconds. */
const rememberSeconds = "600";
/** Names of headers between commas (RFC 9110, 5.6.2). */
const headerNames = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+( *, *[!#$%&'*+.^_`|~0-9A-Za-z-]+)*$/;
const longestHeaderNames = 1000;

type Exchange = { readonly request: IncomingMessage; readonly response: ServerResponse };

/** Pages of other origins, as one trigger allows them. Null origins: none, nothing is said about it. */
export interface Cors {
  /**
   * Answers the question that a browser asks before it calls: true then. Any other request goes on, and its answer,
   * whichever it will be, is marked so that a page of an allowed origin can read it. It protects nothing: whoever is no
   * browser calls all the same.
   */
  answers(exchange: Exchange): boolean;
}

export function compileCors(origins: readonly string[] | undefined): Cors {
  if (!origins) return { answers: () => false };
  const allowed = new Set(origins);
  return {
    answers({ request, response }) {
      response.setHeader("Vary", "Origin");
      const { origin } = request.headers;
      if (origin === undefined || !allowed.has(origin)) return false;
      const asked = request.headers["access-control-request-method"];
      if (request.method !== "OPTIONS" || asked !== "POST") {
        response.setHeader("Access-Control-Allow-Origin", origin);
        response.setHeader("Access-Control-Expose-Headers", exposed);
        return false;
      }
      const names = request.headers["access-control-request-headers"] ?? "";
      const known = names.length <= longestHeaderNames && headerNames.test(names);
      response.writeHead(204, [
        ...["X-Content-Type-Options", "nosniff", "Content-Security-Policy", "sandbox"],
        ...["Access-Control-Allow-Origin", origin],
        ...["Access-Control-Allow-Methods", "POST"],
        // Which headers a sender needs is known to its credentials and its contract: any may be sent, none is trusted.
        ...(known ? ["Access-Control-Allow-Headers", names] : []),
        ...["Access-Control-Max-Age", rememberSeconds],
        ...["Vary", "Origin, Access-Control-Request-Method, Access-Control-Request-Headers"],
      ]);
      response.end();
      return true;
    },
  };
}
