import type { IncomingMessage } from "node:http";
import { OpenAPIHandler } from "@orpc/openapi/node";
import type { RequestHandler } from "express";
import type { Sessions } from "../accounts/sessions.ts";
import type { Tokens } from "../accounts/tokens.ts";
import { PublicError } from "../errors.ts";
import { accessOf } from "./access.ts";
import { authorize, identify, personOf } from "./caller.ts";
import type { ApiContext } from "./context.ts";
import { readJsonBody } from "./json-body.ts";
import type { ApiRouter } from "./router.ts";
import { apiPrefix, findRoute } from "./routes.ts";

/** Comments that keep a quiet stream alive through proxies, in milliseconds. */
const heartbeatMs = 15_000;

/**
 * Answers `/api/v1/…`. The order matters: which route, who calls and whether they may come before a byte of the body
 * is read; every failure is thrown to the one place that writes problems.
 */
export function createApi(given: {
  readonly router: ApiRouter;
  readonly sessions: Sessions;
  readonly tokens: Tokens;
  readonly publicUrl: string | undefined;
  /** The sender's address, trusted proxies considered. */
  readonly addressOf: (request: IncomingMessage) => string;
}): RequestHandler {
  const { router, sessions, tokens, publicUrl, addressOf } = given;
  const handler = new OpenAPIHandler<ApiContext>(router, {
    eventIteratorKeepAliveInterval: heartbeatMs,
    // oRPC writes errors in a form of its own: they are carried past its encoder, to sendProblem.
    interceptors: [
      async (options) => {
        try {
          return await options.next();
        } catch (error) {
          options.context.failure = { error };
          throw error;
        }
      },
    ],
    rootInterceptors: [
      async (options) => {
        const result = await options.next();
        if (options.context.failure) throw options.context.failure.error;
        return result;
      },
    ],
  });

  return async (request, response) => {
    const secure = request.secure || publicUrl?.startsWith("https:") === true;
    const path = new URL(request.originalUrl, "http://localhost").pathname.slice(apiPrefix.length);
    const found = findRoute(request.method, path);
    if (found.kind === "unknown") throw new PublicError("path-not-found");
    if (found.kind === "wrong-method") {
      throw new PublicError("method-not-allowed", { headers: { allow: found.allow } });
    }
    const address = addressOf(request);
    const admit = async () => {
      const caller = await identify(request, { sessions, tokens, secure, address });
      authorize({ caller, access: accessOf(found.route.procedure), request, publicUrl });
      return caller;
    };
    const caller = await admit();

    request.body = (await readJsonBody(request)) ?? {};
    response.setHeader("cache-control", "no-store");
    const context: ApiContext = {
      caller,
      stillMay: () =>
        admit().then(
          (now) => personOf(now)?.role === personOf(caller)?.role,
          () => false,
        ),
      procedure: found.route.procedure,
      address,
      agent: request.headers["user-agent"] ?? "",
      secure,
      response,
      failure: undefined,
    };
    const { matched } = await handler.handle(request, response, { prefix: apiPrefix, context });
    if (!matched) throw new PublicError("path-not-found");
  };
}
