import type { ServerResponse } from "node:http";
import { ORPCError, ValidationError } from "@orpc/server";
import type { Problem } from "@sluice/api/schemas";
import { ConcurrencyFullError, fullDetail } from "../engine/concurrency-full.ts";
import { ConcurrencyKeyError } from "../engine/concurrency-key.ts";
import { PublicError, problemDocument } from "../errors.ts";
import { InvalidCursorError } from "../stores/paging/cursor.ts";
import { isUnavailable } from "../stores/store-unavailable.ts";
import { issuesOf, type SchemaIssue } from "./issue-words.ts";

/** How an error is answered. `unexpected`: it is nobody's mistake outside, and belongs into the log with its cause. */
export interface AnsweredError {
  readonly problem: Problem;
  readonly headers: Readonly<Record<string, string>>;
  readonly unexpected: boolean;
}

/** The problem document of any error. The only place where an error of the API becomes an answer. */
export function answerOf(error: unknown): AnsweredError {
  if (error instanceof PublicError) {
    const { code, detail, members, headers } = error;
    return { problem: problemDocument(code, { detail, members }), headers, unexpected: false };
  }
  if (error instanceof InvalidCursorError) {
    const issues = [{ at: ["cursor"], message: error.message }];
    return plain(problemDocument("invalid-request", { members: { issues } }));
  }
  if (isUnavailable(error)) {
    return { problem: problemDocument("overloaded"), headers: { "retry-after": "5" }, unexpected: true };
  }
  if (error instanceof ConcurrencyFullError) {
    return {
      problem: problemDocument("overloaded", { detail: fullDetail }),
      headers: { "retry-after": "5" },
      unexpected: false,
    };
  }
  if (error instanceof ConcurrencyKeyError) {
    return plain(problemDocument("concurrency-failed", { detail: `${error.message}.` }));
  }
  if (error instanceof ORPCError && error.status === 400) return plain(ofValidation(error.cause));
  return { problem: problemDocument("internal-error"), headers: {}, unexpected: true };
}

/** Writes an error as `application/problem+json`. An answer that has begun is cut instead: half of it is no answer. */
export function sendProblem(response: ServerResponse, { problem, headers }: AnsweredError): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.writeHead(problem.status, {
    ...headers,
    "content-type": "application/problem+json",
    "cache-control": "no-store",
  });
  response.end(JSON.stringify(problem));
}

function ofValidation(cause: unknown): Problem {
  if (!(cause instanceof ValidationError)) return problemDocument("invalid-request");
  const issues = (cause.issues as readonly SchemaIssue[]).flatMap(issuesOf);
  return problemDocument("invalid-request", { members: { issues } });
}

function plain(problem: Problem): AnsweredError {
  return { problem, headers: {}, unexpected: false };
}
