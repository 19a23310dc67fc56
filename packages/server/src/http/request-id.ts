import type { IncomingMessage, ServerResponse } from "node:http";
import type { RequestHandler } from "express";
import { newId } from "../ids.ts";

const header = "x-request-id";
/** What of others' ids is taken over: it stands in the log and in the audit log. */
const taken = /^[\w.:-]{1,64}$/;
const known = new WeakMap<IncomingMessage, string>();

/** The id of a request: the sender's where it is one, else a new one. The same for each time it is asked. */
export function requestIdOf(request: IncomingMessage): string {
  const before = known.get(request);
  if (before !== undefined) return before;
  const given = request.headers[header];
  const id = typeof given === "string" && taken.test(given) ? given : newId("req", Date.now());
  known.set(request, id);
  return id;
}

/** Answers with the request's id, by which its lines in the log are found. */
export const answersWithId: RequestHandler = (request, response: ServerResponse, next) => {
  response.setHeader(header, requestIdOf(request));
  next();
};
