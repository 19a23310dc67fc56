import express, { type Express, type RequestHandler } from "express";
import { PublicError } from "../errors.ts";
import { answerOf, sendProblem } from "./problem.ts";

/** What a process answers that only runs executions: whether it is well. */
export function createWorkerServer({ health }: { readonly health: RequestHandler }): Express {
  const server = express();
  server.disable("x-powered-by");
  server.use("/health", health);
  server.use((_request, response) => {
    sendProblem(response, answerOf(new PublicError("path-not-found")));
  });
  return server;
}
