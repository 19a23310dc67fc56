import type { IncomingMessage, ServerResponse } from "node:http";

/** How long, and how many bytes, an answered sender may go on sending before its connection is cut. */
const lingerMs = 3000;
const lingerBytes = 8 * 1024 * 1024;

/**
 * Sends the body at once, reads and forgets what still comes, and ends the answer (and with it the connection) when
 * the request is complete or a bound is reached. Closing with unread bytes makes the kernel send a reset, which can
 * overtake the answer.
 */
export function linger(request: IncomingMessage, response: ServerResponse, body: Uint8Array): void {
  let size = 0;
  response.flushHeaders();
  if (body.length > 0) response.write(body);
  const finish = () => {
    clearTimeout(timer);
    request.off("data", onData).off("end", finish).off("close", finish);
    response.end();
  };
  const onData = (chunk: Buffer) => {
    size += chunk.length;
    if (size > lingerBytes) finish();
  };
  const timer = setTimeout(finish, lingerMs);
  request
    .on("error", () => {})
    .on("data", onData)
    .on("end", finish)
    .on("close", finish);
  request.resume();
}
