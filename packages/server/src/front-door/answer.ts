import type { CallerAnswer } from "@sluice/workflow/node-contract";
import { type PublicError, problemDocument } from "../errors.ts";
import type { HeaderPair } from "../stores/deliveries/store.ts";
import { linger } from "./linger.ts";
import type { Visit } from "./visit.ts";

/** An answer as it goes out. */
export interface Answer {
  readonly status: number;
  /** Without those that every answer carries. */
  readonly headers: readonly HeaderPair[];
  readonly body: string;
}

const beyondAscii = /[^\0-\x7f]/;

/** On every answer of a trigger URL, so that nothing it answers can act as the editor, which shares its origin. */
const always = ["X-Content-Type-Options", "nosniff", "Content-Security-Policy", "sandbox"];

/** The problem document of a refusal. It names the delivery, unless there is none. */
export function problemAnswer(
  error: PublicError,
  ids: { deliveryId?: string; executionId?: string } = {},
): Answer {
  const { code, detail, members, headers } = error;
  const problem = problemDocument(code, { detail, members: { ...members, ...ids } });
  return {
    status: problem.status,
    headers: [
      { name: "content-type", value: "application/problem+json" },
      { name: "cache-control", value: "no-store" },
      ...Object.entries(headers).map(([name, value]) => ({ name, value })),
    ],
    body: JSON.stringify(problem),
  };
}

/** The workflow's own answer. */
export function callerAnswer({ status, headers, contentType, body }: CallerAnswer): Answer {
  const type = contentType === null ? [] : [{ name: "content-type", value: contentType }];
  return { status, headers: [...type, ...headers], body };
}

/**
 * Sends an answer. A request that was not read to its end and might be long is closed after it, but listened to for
 * a little while first: a sender that is still writing would else see a reset instead of the answer.
 */
export function send(
  visit: Pick<Visit, "request" | "response">,
  answer: Answer,
  ids: { deliveryId?: string; executionId?: string; close?: boolean },
): void {
  const { response, request } = visit;
  if (response.headersSent || response.destroyed) return;
  const headers = [...always];
  for (const { name, value } of answer.headers) headers.push(name, value);
  if (ids.deliveryId !== undefined) headers.push("Sluice-Delivery-Id", ids.deliveryId);
  if (ids.executionId !== undefined) headers.push("Sluice-Execution-Id", ids.executionId);
  // RFC 9110, 8.6: no length with a status that has no body; 304 says what would have come.
  if (answer.status !== 204 && answer.status !== 304) {
    headers.push("Content-Length", String(Buffer.byteLength(answer.body)));
  }
  const close = !request.complete && (ids.close === true || !response.shouldKeepAlive);
  if (close) headers.push("Connection", "close");
  response.writeHead(answer.status, headers);
  if (close) linger(request, response, Buffer.from(answer.body, "utf8"));
  // As a text, headers and body leave in one piece; but then Node writes both in UTF-8, and header values are Latin-1.
  else if (answer.headers.some(({ value }) => beyondAscii.test(value))) {
    response.end(Buffer.from(answer.body, "utf8"));
  } else response.end(answer.body, "utf8");
}
