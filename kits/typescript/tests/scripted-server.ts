import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { vi } from "vitest";

export interface Scripted {
  readonly status: number;
  /** Of the answer; `ok` when left out. */
  readonly text?: string;
  readonly problem?: object;
  readonly headers?: Readonly<Record<string, string>>;
  /** The connection is cut instead. */
  readonly cut?: boolean;
  /** Nothing is answered until `release`. */
  readonly held?: boolean;
}

export interface Received {
  readonly path: string | undefined;
  readonly method: string | undefined;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** A server on a free port that answers as a script says, then 200. */
export async function startScriptedServer() {
  let script: Scripted[] = [];
  const received: Received[] = [];
  const held: (() => void)[] = [];
  const answer = (response: ServerResponse, { status, text = "ok", problem, headers = {} }: Scripted) => {
    const type = problem ? "application/problem+json" : "text/plain";
    response.writeHead(status, { "content-type": type, "sluice-delivery-id": "dlv_1", ...headers });
    response.end(problem ? JSON.stringify({ title: "t", detail: "why", status, ...problem }) : text);
  };
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { url: path, method, headers } = request;
    received.push({ path, method, headers, body: Buffer.concat(chunks).toString() });
    const next = script.shift() ?? { status: 200 };
    if (next.cut) request.socket.destroy();
    else if (next.held) held.push(() => answer(response, next));
    else answer(response, next);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks/k`;
  return {
    url,
    received,
    /** Begins anew. */
    answers(next: readonly Scripted[]) {
      script = [...next];
      received.length = 0;
    },
    /** What the bodies say, once so many have come. */
    async came(count: number): Promise<unknown[]> {
      await vi.waitFor(
        () => {
          if (received.length < count) throw new Error(`${received.length} of ${count} have come`);
        },
        { timeout: 20_000, interval: 5 },
      );
      return received.map(({ body }) => JSON.parse(body) as unknown);
    },
    release() {
      for (const one of held.splice(0)) one();
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export type ScriptedServer = Awaited<ReturnType<typeof startScriptedServer>>;

export const wrongUrls = [
  "not a url",
  "file:///etc/passwd",
  "/hooks/k",
  "http://",
  "http://h:x/",
  "http://a:b@h/",
];

const circle: unknown[] = [];
circle.push(circle);
export const noJson: readonly (readonly [name: string, value: unknown])[] = [
  ...[["undefined", undefined] as const, ["a function", () => 1] as const, ["NaN", Number.NaN] as const],
  ["an infinity within", { deep: [Number.POSITIVE_INFINITY] }],
  ["a bigint", { n: 1n }],
  ["a circle", circle],
];
