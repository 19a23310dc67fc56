import type { IncomingMessage } from "node:http";
import type { RequestHandler } from "express";
import type { Tokens } from "../accounts/tokens.ts";
import { PublicError } from "../errors.ts";
import type { Metrics } from "../metrics/metrics.ts";
import { tokenMay } from "./access.ts";
import { bearerToken, missingScope } from "./caller.ts";
import { forwarderOf, withinNetworks } from "./sender-address.ts";

/**
 * `GET /metrics` in the Prometheus format, with an API token that has the scope `metrics:read`, or from an address that may
 * read it without one. A token that is sent has to be right, wherever it comes from.
 */
export function createMetricsPage(given: {
  /** Addresses or networks. */
  readonly allow: readonly string[];
  readonly addressOf: (request: IncomingMessage) => string;
  readonly metrics: Pick<Metrics, "text" | "contentType">;
  readonly tokens: Pick<Tokens, "authenticate">;
}): RequestHandler {
  const { metrics, tokens, addressOf } = given;
  const isAllowed = withinNetworks(given.allow);
  /** Behind a proxy that is not trusted everybody has its address: there nobody may. */
  const mayWithout = (request: IncomingMessage) => {
    const address = addressOf(request);
    return isAllowed(address) && forwarderOf(request, address) !== "untrusted";
  };
  return async (request, response) => {
    if (request.method !== "GET" && request.method !== "HEAD")
      throw new PublicError("method-not-allowed", { headers: { allow: "GET, HEAD" } });
    const { authorization } = request.headers;
    if (authorization !== undefined || !mayWithout(request)) {
      const token = await bearerToken(authorization, tokens);
      if (!tokenMay(token, "metrics:read")) throw missingScope("metrics:read");
    }
    response.set({ "content-type": metrics.contentType, "cache-control": "no-store" });
    response.send(await metrics.text());
  };
}
