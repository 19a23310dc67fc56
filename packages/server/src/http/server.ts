import express, { type Express, type RequestHandler } from "express";
import { PublicError } from "../errors.ts";
import { isAllowedHost } from "./hosts.ts";
import { oauthCallbackPath } from "./oauth-callback.ts";
import { problemWriter } from "./problem-writer.ts";
import { answersWithId } from "./request-id.ts";
import { securityHeaders } from "./security-headers.ts";
import type { TrustsProxy } from "./sender-address.ts";

export interface HttpServerGiven {
  readonly api: RequestHandler;
  /** Where providers send people back to: a page, not a call. */
  readonly oauthCallback: RequestHandler;
  readonly health: RequestHandler;
  readonly metrics: RequestHandler;
  readonly docs: RequestHandler;
  /** Single sign-on; undefined: there is none. */
  readonly oidc: RequestHandler | undefined;
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

  server.use(answersWithId);
  server.use(securityHeaders({ https: given.publicUrl?.startsWith("https:") === true }));
  // Probes and monitoring come by whatever name the platform has for this machine: the former learn nothing, the latter has a token.
  server.use("/health", given.health);
  server.use("/metrics", given.metrics);
  server.use((request, _response, next) => {
    if (!isAllowedHost(request, given.allowedHosts)) throw new PublicError("host-not-allowed");
    next();
  });
  server.get(oauthCallbackPath, given.oauthCallback);
  server.use("/api/v1", given.api);
  server.use("/api", given.docs);
  if (given.oidc) server.use("/oidc", given.oidc);
  server.use(["/api", "/health", "/hooks", "/oidc"], () => {
    throw new PublicError("path-not-found");
  });
  server.use(given.editor);
  server.use(() => {
    throw new PublicError("path-not-found");
  });
  server.use(problemWriter(given.log));
  return server;
}
