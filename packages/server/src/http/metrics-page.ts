import type { RequestHandler } from "express";
import type { Tokens } from "../accounts/tokens.ts";
import { PublicError } from "../errors.ts";
import type { Metrics } from "../metrics/metrics.ts";
import { tokenMay } from "./access.ts";
import { bearerToken, missingScope } from "./caller.ts";

/** `GET /metrics` in the Prometheus format, with an API token that has the scope `metrics:read`. */
export function createMetricsPage(given: {
  readonly metrics: Pick<Metrics, "text" | "contentType">;
  readonly tokens: Pick<Tokens, "authenticate">;
}): RequestHandler {
  const { metrics, tokens } = given;
  return async (request, response) => {
    if (request.method !== "GET" && request.method !== "HEAD")
      throw new PublicError("method-not-allowed", { headers: { allow: "GET, HEAD" } });
    const token = await bearerToken(request.headers.authorization, tokens);
    if (!tokenMay(token, "metrics:read")) throw missingScope("metrics:read");
    response.set({ "content-type": metrics.contentType, "cache-control": "no-store" });
    response.send(await metrics.text());
  };
}
