import express, { type ErrorRequestHandler, type Express, type RequestHandler } from "express";
import { PublicError } from "../errors.ts";
import { isAllowedHost } from "./hosts.ts";
import { answerOf, sendProblem } from "./problem.ts";
import { securityHeaders } from "./security-headers.ts";
import type { TrustsProxy } from "./sender-address.ts";

export interface HttpServerGiven {
  readonly api: RequestHandler;
  readonly health: RequestHandler;
  readonly docs: RequestHandler;
  readonly editor: RequestHandler;
  readonly allowedHosts: ReadonlySet<string>;
  readonly publicUrl: string | undefined;
  readonly trusts: TrustsProxy;
  readonly log: { error(details: object, message: string): void };
}

/** Everything but trigger URLs, in the order that matters. */
export function createHttpServer(given: HttpServerGiven): Express {
  const server = express();
  server.disable("x-powered-by");
  server.set("trust proxy", given.trusts);
  server.set("query parser", "simple");
  server.set("case sensitive routing", true);

  server.use(securityHeaders({ https: given.publicUrl?.startsWith("https:") === true }));
  // Probes come by whatever name the platform has for this machine, and learn nothing.
  server.use("/health", given.health);
  server.use((request, _response, next) => {
    if (!isAllowedHost(request, given.allowedHosts)) throw new PublicError("host-not-allowed");
    next();
  });
  server.use("/api/v1", given.api);
  server.use("/api", given.docs);
  server.use(["/api", "/health", "/hooks"], () => {
    throw new PublicError("path-not-found");
  });
  server.use(given.editor);
  server.use(() => {
    throw new PublicError("path-not-found");
  });
  server.use(problemWriter(given.log));
  return server;
}

function problemWriter(log: HttpServerGiven["log"]): ErrorRequestHandler {
  return (error: unknown, request, response, _next) => {
    const answer = answerOf(error);
    // A reader that has left made nothing go wrong.
    if (answer.unexpected && !request.aborted) {
      log.error({ err: error, method: request.method, path: request.path }, "a request failed");
    }
    sendProblem(response, answer);
  };
}
