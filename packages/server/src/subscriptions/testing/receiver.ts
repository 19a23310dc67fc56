import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

type Answering = (
  received: Received,
  before: number,
) => { status: number; headers?: Record<string, string>; body?: string } | "hang";

/** A receiver of webhooks on a free port. It answers 200 until told otherwise. */
export async function startReceiver() {
  const received: Received[] = [];
  const hanging: (() => void)[] = [];
  let answering: Answering = () => ({ status: 200 });
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const one = {
        path: request.url ?? "",
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
      };
      const before = received.filter(({ path }) => path === one.path).length;
      received.push(one);
      const answer = answering(one, before);
      if (answer === "hang") {
        hanging.push(() => response.end());
        return;
      }
      response.writeHead(answer.status, answer.headers ?? {}).end(answer.body ?? "");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    /** Messages that came to a path. */
    at: (path: string) => received.filter((one) => one.path === path),
    answers(next: Answering) {
      answering = next;
    },
    /** Answers 200 to whom it left hanging. */
    release() {
      for (const answer of hanging.splice(0)) answer();
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export type Receiver = Awaited<ReturnType<typeof startReceiver>>;
