import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** One request of a step. */
export interface SinkCall {
  /** `{execution}/{node}/{frame}` */
  readonly key: string;
  readonly body: unknown;
}

export interface CountingSink {
  readonly url: string;
  readonly calls: readonly SinkCall[];
  /** How many calls there were of each key. */
  counts(): Map<string, number>;
  /** Calls that `hold` asked to keep without an answer. */
  readonly held: number;
  /** Which calls are not answered until `release`. */
  hold(which: (call: SinkCall) => boolean): void;
  /** Answers all that were held, and all that come; or only those of them that are meant. */
  release(which?: (call: SinkCall) => boolean): void;
  close(): Promise<void>;
}

/** Somebody else's system, which outlives the server and counts what it gets. Answers `{}`. */
export async function startSink(): Promise<CountingSink> {
  const calls: SinkCall[] = [];
  let waiting: { call: SinkCall; answer: () => void }[] = [];
  let isHeld: (call: SinkCall) => boolean = () => false;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("error", () => {}).on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const key = String(request.headers["idempotency-key"] ?? "");
      const call = { key, body: JSON.parse(Buffer.concat(chunks).toString()) };
      calls.push(call);
      const answer = () => response.writeHead(200, { "content-type": "application/json" }).end("{}");
      if (isHeld(call)) waiting.push({ call, answer });
      else answer();
    });
  });
  server.keepAliveTimeout = 600_000;
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    counts() {
      const counts = new Map<string, number>();
      for (const { key } of calls) counts.set(key, (counts.get(key) ?? 0) + 1);
      return counts;
    },
    get held() {
      return waiting.length;
    },
    hold(which) {
      isHeld = which;
    },
    release(which = () => true) {
      const before = isHeld;
      isHeld = (call) => before(call) && !which(call);
      const free = waiting.filter(({ call }) => which(call));
      waiting = waiting.filter(({ call }) => !which(call));
      for (const { answer } of free) answer();
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
