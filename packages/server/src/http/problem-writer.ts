import type { ErrorRequestHandler } from "express";
import { answerOf, sendProblem } from "./problem.ts";

/** The one place where what a handler threw becomes an answer. */
export function problemWriter(log: { error(details: object, message: string): void }): ErrorRequestHandler {
  return (error: unknown, request, response, _next) => {
    const answer = answerOf(error);
    // A reader that has left made nothing go wrong.
    if (answer.unexpected && !request.aborted) {
      log.error({ err: error, method: request.method, path: request.path }, "a request failed");
    }
    sendProblem(response, answer);
  };
}
