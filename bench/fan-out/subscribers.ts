import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What one subscriber has got. */
export interface Subscriber {
  readonly url: string;
  /** The message ids under which each event came, by its number; more than one: it changed its id. */
  readonly ids: ReadonlyMap<number, ReadonlySet<string>>;
  /** Messages that came, repetitions included. */
  readonly came: number;
  /** When the last event came that had not come before (`performance.now`). */
  readonly lastNewAt: number;
}

export interface Subscribers {
  readonly all: readonly Subscriber[];
  close(): Promise<void>;
}

/**
 * Subscribers on 127.0.0.1 that answer 200, at once or after `delayMs`. They stand outside of what is killed, so that
 * what they saw is what happened.
 */
export async function startSubscribers(
  count: number,
  delayMs: (subscriber: number) => number,
): Promise<Subscribers> {
  const seen = Array.from({ length: count }, () => ({
    ...{ ids: new Map<number, Set<string>>(), came: 0, lastNewAt: 0 },
  }));
  const waiting = new Set<NodeJS.Timeout>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("error", () => {}).on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const index = Number(request.url?.slice(1));
      const mine = seen[index];
      if (!mine) return answer(response, 404);
      const { data } = JSON.parse(Buffer.concat(chunks).toString()) as { data: { n: number } };
      const ids = mine.ids.get(data.n);
      if (!ids) mine.lastNewAt = performance.now();
      mine.came += 1;
      mine.ids.set(data.n, (ids ?? new Set()).add(String(request.headers["webhook-id"] ?? "")));
      const delay = delayMs(index);
      if (delay === 0) return answer(response, 200);
      const timer = setTimeout(() => {
        waiting.delete(timer);
        answer(response, 200);
      }, delay);
      waiting.add(timer);
    });
  });
  server.keepAliveTimeout = 600_000;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    all: seen.map((mine, index) => ({
      ...{ url: `http://127.0.0.1:${port}/${index}`, ids: mine.ids },
      get came() {
        return mine.came;
      },
      get lastNewAt() {
        return mine.lastNewAt;
      },
    })),
    close: async () => {
      for (const timer of waiting) clearTimeout(timer);
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function answer(response: ServerResponse, status: number): void {
  response.writeHead(status).end();
}
