import { PublicError } from "../errors.ts";
import { tooLarge } from "./admit.ts";
import { nothing, type Visit } from "./visit.ts";

/** The sender went away before its request was complete: there is nobody to answer. */
export class SenderGone extends Error {
  override readonly name = "SenderGone";
}

/**
 * Station 7b: reads the bytes up to the limit into `visit.body`. Throws 413 as soon as there is one too many, 408
 * when they have not all come in `withinMs` milliseconds, a `SenderGone` when they never will.
 */
export async function readBody(visit: Visit, given: { limit: number; withinMs: number }): Promise<void> {
  const { request, response } = visit;
  if (visit.awaitsContinue) response.writeContinue();
  // What came in one packet with the headers is parsed before the next microtask: most bodies are, and need neither
  // listeners nor a timer (4 % of the door's time).
  await undefined;
  if (request.complete && !request.readableEnded && !request.destroyed) {
    const body: Buffer = request.read() ?? nothing;
    visit.body = body;
    visit.bodyBytes = Math.max(visit.bodyBytes, body.length);
    // Ends the stream, so that the connection goes on to its next request.
    request.read();
    if (body.length > given.limit) throw tooLarge(given.limit);
    return;
  }
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    await new Promise<void>((resolve, reject) => {
      const late = setTimeout(() => reject(new PublicError("request-timeout")), given.withinMs);
      const settle = (error?: Error) => {
        clearTimeout(late);
        request.off("data", onData).off("end", onEnd).off("close", onGone).off("error", onGone);
        if (error) reject(error);
        else resolve();
      };
      const onData = (chunk: Buffer) => {
        size += chunk.length;
        if (size > given.limit) settle(tooLarge(given.limit));
        else chunks.push(chunk);
      };
      const onEnd = () => settle();
      const onGone = () => settle(new SenderGone("the request ended before its body was complete"));
      request.on("data", onData).on("end", onEnd).on("close", onGone).on("error", onGone);
      late.unref();
    });
  } finally {
    const [only = nothing] = chunks;
    visit.body = chunks.length < 2 ? only : Buffer.concat(chunks);
    visit.bodyBytes = Math.max(visit.bodyBytes, size);
  }
}
