import express, { type Express, type RequestHandler } from "express";
import { PublicError } from "../errors.ts";
import { problemWriter } from "./problem-writer.ts";

/** What a process answers that only runs executions: whether it is well, and what it has counted. */
export function createWorkerServer(given: {
  readonly health: RequestHandler;
  readonly metrics: RequestHandler;
  readonly log: { error(details: object, message: string): void };
}): Express {
  const server = express();
  server.disable("x-powered-by");
  server.use("/health", given.health);
  server.use("/metrics", given.metrics);
  server.use(() => {
    throw new PublicError("path-not-found");
  });
  server.use(problemWriter(given.log));
  return server;
}
