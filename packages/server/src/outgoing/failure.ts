import { NodeError } from "@sluice/workflow/node-contract";
import { errors } from "undici";
import { codeOf } from "../error-code.ts";

/** What went wrong on the way, by the codes of Node.js and undici, as the rest of a sentence after the host. */
const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: "refused the connection: nothing listens there",
  ECONNRESET: "closed the connection before it had answered",
  EPIPE: "closed the connection before it had answered",
  UND_ERR_SOCKET: "closed the connection before it had answered",
  ENOTFOUND: "has no address: the name is not known",
  EAI_AGAIN: "could not be looked up: the name server does not answer",
  EHOSTUNREACH: "cannot be reached: there is no way to it",
  ENETUNREACH: "cannot be reached: there is no way to it",
  UND_ERR_HEADERS_OVERFLOW: "answered with headers that are too large",
};

/**
 * Any failure of an exchange as a `NodeError`: kind `network` where trying again can help, `timeout` where it took
 * too long, `other` for what would fail again (a certificate, something that is not HTTP).
 */
export function failureOf(error: unknown, host: string): NodeError {
  const known = causes(error).find((cause) => cause instanceof NodeError);
  if (known instanceof NodeError) return known;
  const codes = causes(error).flatMap((cause) => codeOf(cause) ?? []);
  if (codes.some((code) => code === "ETIMEDOUT" || code.endsWith("_TIMEOUT"))) {
    return new NodeError({
      code: "request-timed-out",
      message: `${host} did not answer in time`,
      kind: "timeout",
      cause: error,
    });
  }
  const tls = codes.find((code) => /CERT|SELF_SIGNED|TLS|SSL|UNABLE_TO_/.test(code));
  if (tls !== undefined) {
    return new NodeError({
      code: "certificate-refused",
      message: `the encrypted connection to ${host} could not be trusted or set up (${tls})`,
      cause: error,
    });
  }
  if (causes(error).some((cause) => cause instanceof errors.HTTPParserError)) {
    return new NodeError({
      code: "response-unreadable",
      message: `${host} answered with something that is not HTTP`,
      cause: error,
    });
  }
  const code = codes.find((one) => reasons[one] !== undefined) ?? codes[0];
  const reason = (code && reasons[code]) ?? `could not be reached${code ? ` (${code})` : ""}`;
  return new NodeError({
    code: "network-failed",
    message: `${host} ${reason}`,
    kind: "network",
    cause: error,
  });
}

/** The step that wanted it has ended. */
export function calledOff(cause: unknown): NodeError {
  return new NodeError({ code: "request-cancelled", message: "the request was called off", cause });
}

/** The time limit of the exchange is over. */
export function timedOut(given: { host: string; timeoutMs: number; cause: unknown }): NodeError {
  const { host, timeoutMs, cause } = given;
  return new NodeError({
    ...{ code: "request-timed-out", kind: "timeout", cause },
    message: `${host} did not answer within ${timeoutMs / 1000} s`,
  });
}

/** The error, its causes and, where several addresses were tried, what each of them said. */
function causes(error: unknown): unknown[] {
  if (!(error instanceof Error)) return [error];
  const inside = error instanceof AggregateError ? error.errors : [];
  return [error, ...inside.flatMap(causes), ...(error.cause === undefined ? [] : causes(error.cause))];
}
