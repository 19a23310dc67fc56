import type { ErrorRequestHandler } from "express";
import { answerOf, sendProblem } from "./problem.ts";
import { requestIdOf } from "./request-id.ts";

/** The one place where what a handler threw becomes an answer. */
export function problemWriter(log: { error(details: object, message: string): void }): ErrorRequestHandler {
  return (error: unknown, request, response, _next) => {
    const answer = answerOf(error);
    // A reader that has left made nothing go wrong.
    if (answer.unexpected && !request.aborted) {
      const { method, path } = request;
      log.error({ err: error, requestId: requestIdOf(request), method, path }, "a request failed");
    }
    sendProblem(response, answer);
  };
}
