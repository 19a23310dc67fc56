import type { IncomingMessage } from "node:http";
import { OpenAPIHandler } from "@orpc/openapi/node";
import type { RequestHandler } from "express";
import type { Sessions } from "../accounts/sessions.ts";
import type { Tokens } from "../accounts/tokens.ts";
import { PublicError } from "../errors.ts";
import { accessOf } from "./access.ts";
import type { AuditedCalls } from "./audited-call.ts";
import { authorize, type Caller, identify, personOf } from "./caller.ts";
import type { ApiContext } from "./context.ts";
import { readJsonBody } from "./json-body.ts";
import { insistOnNoQuery } from "./no-query.ts";
import { answerOf } from "./problem.ts";
import { requestIdOf } from "./request-id.ts";
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
  readonly auditedCalls: AuditedCalls;
  readonly log: {
    error(details: object, message: string): void;
    debug(details: object, message: string): void;
  };
}): RequestHandler {
  const { router, sessions, tokens, publicUrl, addressOf, auditedCalls, log } = given;
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
        // Before the answer leaves: who got it finds the row.
        await options.context.audited?.succeeded();
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
    const { route } = found;
    const [address, requestId] = [addressOf(request), requestIdOf(request)];
    const audited = auditedCalls({ route, path, address, requestId });
    const began = performance.now();
    const done = (outcome: string) => {
      const ms = Math.round(performance.now() - began);
      log.debug({ requestId, call: route.procedure, outcome, ms }, "a call was answered");
    };
    const admit = async (identified?: (caller: Caller) => void) => {
      const caller = await identify(request, { sessions, tokens, secure, address });
      identified?.(caller);
      authorize({ caller, access: accessOf(route.procedure), request, publicUrl });
      return caller;
    };
    try {
      const caller = await admit((who) => audited?.identified(who));
      insistOnNoQuery(request);
      request.body = (await readJsonBody(request)) ?? {};
      await audited?.admitted();
      response.setHeader("cache-control", "no-store");
      const context: ApiContext = {
        ...{ caller, address, secure, response, audited, failure: undefined },
        agent: request.headers["user-agent"] ?? "",
        stillMay: () =>
          admit().then(
            (now) => personOf(now)?.role === personOf(caller)?.role,
            () => false,
          ),
        procedure: route.procedure,
      };
      const { matched } = await handler.handle(request, response, { prefix: apiPrefix, context });
      if (!matched) throw new PublicError("path-not-found");
      done("ok");
    } catch (error) {
      await audited
        ?.failed(error)
        .catch((err: unknown) =>
          log.error({ err, requestId, act: route.procedure }, "an act that failed could not be written"),
        );
      done(answerOf(error).problem.code);
      throw error;
    }
  };
}
