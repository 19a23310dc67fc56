import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** One request that a step made. */
export interface Call {
  /** `{execution}/{node}/{frame}` */
  readonly key: string;
  /** What the step says of itself: number of the delivery, name of the step. */
  readonly n: number;
  readonly step: string;
  /** How many processes had been killed when it came. */
  readonly kills: number;
}

export interface Receiver {
  readonly url: string;
  readonly calls: readonly Call[];
  close(): Promise<void>;
}

/**
 * Somebody else's system: answers each POST after a moment, and keeps a list of all that came. It stands outside of what
 * is killed, so that what it saw is what happened.
 */
export async function startReceiver(given: {
  readonly kills: () => number;
  readonly delayMs?: () => number;
}): Promise<Receiver> {
  const { kills, delayMs = () => Math.random() * 30 } = given;
  const calls: Call[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("error", () => {}).on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = JSON.parse(Buffer.concat(chunks).toString()) as { n: number; step: string };
      const key = String(request.headers["idempotency-key"] ?? "");
      calls.push({ key, n: body.n, step: body.step, kills: kills() });
      setTimeout(() => {
        response.writeHead(200, { "content-type": "application/json" });
        response.end(JSON.stringify({ seen: body.n }));
      }, delayMs());
    });
  });
  // A connection that is closed just as a step uses it would look like a failure of the step.
  server.keepAliveTimeout = 600_000;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
