import type { RequestHandler } from "express";
import type { Tokens } from "../accounts/tokens.ts";
import { PublicError } from "../errors.ts";
import type { Metrics } from "../metrics/metrics.ts";
import { covers } from "./access.ts";
import { bearerChallenge, missingScope, readBearer } from "./caller.ts";

/** `GET /metrics` in the Prometheus format, with an API token that has the scope `metrics:read`. */
export function createMetricsPage(given: {
  readonly metrics: Pick<Metrics, "text" | "contentType">;
  readonly tokens: Pick<Tokens, "authenticate">;
}): RequestHandler {
  const { metrics, tokens } = given;
  return async (request, response) => {
    if (request.method !== "GET" && request.method !== "HEAD")
      throw new PublicError("method-not-allowed", { headers: { allow: "GET, HEAD" } });
    const text = readBearer(request.headers.authorization);
    const token = text === undefined ? undefined : await tokens.authenticate(text);
    if (!token) throw new PublicError("not-signed-in", { headers: bearerChallenge });
    if (!covers(token.scopes, "metrics:read")) throw missingScope("metrics:read");
    response.set({ "content-type": metrics.contentType, "cache-control": "no-store" });
    response.send(await metrics.text());
  };
}
