import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from "node:http";
import type { Duplex } from "node:stream";
import { type ProblemCode, PublicError } from "../errors.ts";
import { maxUrlLength } from "./admit.ts";
import { problemAnswer, send } from "./answer.ts";
import { connectionsAllowed, limitConnections } from "./guards/connections.ts";

/** Request line and headers together, in bytes (safety requirement R-LIMITS). */
const maxHeaderBytes = 16 * 1024;
/** Longer than the pools of usual proxies keep theirs, so that it is they who close. */
const keepAliveMs = 65_000;

/**
 * The HTTP server in front of everything: trigger URLs go to the door, the rest to `otherwise`. What node would answer
 * by itself (broken requests, too large headers, slow senders) goes out as a problem document.
 */
export function createDoorServer(given: {
  door: { handle(request: IncomingMessage, response: ServerResponse): boolean };
  otherwise: RequestListener;
  timeouts: { headersMs: number; requestMs: number };
  /** Connections held at once; left out: what the system's limit of open files leaves room for. */
  maxConnections?: number | undefined;
}): Server {
  const { door, otherwise, timeouts } = given;
  const answering = new WeakMap<Duplex, ServerResponse>();
  const server = createServer({
    maxHeaderSize: maxHeaderBytes,
    headersTimeout: timeouts.headersMs,
    // The door has its own, exact deadline per request; this one is for everything else, and a little later.
    requestTimeout: timeouts.requestMs + 2000,
    connectionsCheckingInterval: Math.min(1000, timeouts.headersMs),
    keepAliveTimeout: keepAliveMs,
    noDelay: true,
    // Checked below: node's own answer is no problem document.
    requireHostHeader: false,
  });
  const listen = (request: IncomingMessage, response: ServerResponse) => {
    answering.set(request.socket, response);
    // RFC 9112, 3.2.2: a server takes the absolute form too.
    request.url = request.url?.replace(/^https?:\/\/[^/?]*/i, "") || "/";
    if (request.headers.host === undefined && request.httpVersion === "1.1") {
      send({ request, response }, problemAnswer(new PublicError("malformed-request")), { close: true });
    } else if (!door.handle(request, response)) otherwise(request, response);
  };
  server.on("request", listen);
  server.on("checkContinue", (request, response) => {
    // The door asks for the body itself, after the checks that need none.
    if (!isDoors(request.url)) response.writeContinue();
    listen(request, response);
  });
  server.on("checkExpectation", (request, response) => {
    if (isDoors(request.url)) listen(request, response);
    else send({ request, response }, problemAnswer(new PublicError("expectation-failed")), { close: true });
  });
  limitConnections(server, {
    most: given.maxConnections ?? connectionsAllowed(),
    isBusy: (socket) => isAnswering(answering.get(socket)),
  });
  server.on("clientError", (error: NodeJS.ErrnoException & { rawPacket?: Buffer }, socket) => {
    const response = answering.get(socket);
    const begun = isAnswering(response) && response.headersSent;
    if (!socket.writable || error.code === "ECONNRESET" || begun) {
      socket.destroy();
      return;
    }
    socket.end(rawAnswer(codeOf(error)), () => socket.destroy());
  });
  return server;
}

function isAnswering(response: ServerResponse | undefined): response is ServerResponse {
  return response !== undefined && !response.writableFinished;
}

function isDoors(url = ""): boolean {
  return url.startsWith("/hooks/") || url.startsWith("/callbacks/");
}

function codeOf(error: NodeJS.ErrnoException & { rawPacket?: Buffer }): ProblemCode {
  switch (error.code) {
    case "HPE_HEADER_OVERFLOW":
      return requestLineLength(error.rawPacket) > maxUrlLength ? "uri-too-long" : "headers-too-large";
    case "ERR_HTTP_REQUEST_TIMEOUT":
      return "request-timeout";
    default:
      return "malformed-request";
  }
}

/** As far as it can be seen: a packet without a line end is a request line that did not end. */
function requestLineLength(packet: Buffer | undefined): number {
  if (!packet) return 0;
  const end = packet.indexOf("\r\n");
  return end < 0 ? packet.length : end;
}

/** An answer where there is no request to answer to. */
function rawAnswer(code: ProblemCode): string {
  const { status, headers, body } = problemAnswer(new PublicError(code));
  const lines = [
    `HTTP/1.1 ${status} ${code}`,
    ...headers.map(({ name, value }) => `${name}: ${value}`),
    "x-content-type-options: nosniff",
    "content-security-policy: sandbox",
    `content-length: ${Buffer.byteLength(body)}`,
    "connection: close",
  ];
  return `${lines.join("\r\n")}\r\n\r\n${body}`;
}
