import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createOutbox } from "../src/outbox.ts";
import { waitBefore } from "../src/retries.ts";
import { createSender, SendError } from "../src/sender.ts";
import { newSecret } from "../src/signing.ts";
import { verify } from "../src/verify.ts";

interface Scripted {
  readonly status: number;
  readonly problem?: object;
  readonly headers?: Readonly<Record<string, string>>;
  /** The connection is cut instead. */
  readonly cut?: boolean;
}

let script: Scripted[] = [];
const received: { headers: IncomingMessage["headers"]; body: string; method: string | undefined }[] = [];
const server = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  received.push({ headers: request.headers, body: Buffer.concat(chunks).toString(), method: request.method });
  const { status, problem, headers = {}, cut } = script.shift() ?? { status: 200 };
  if (cut) return request.socket.destroy();
  const type = problem ? "application/problem+json" : "text/plain";
  response.writeHead(status, { "content-type": type, "sluice-delivery-id": "dlv_1", ...headers });
  return response.end(problem ? JSON.stringify({ title: "t", detail: "why", status, ...problem }) : "ok");
});
let url = "";
const waits: number[] = [];
const sleep = async (ms: number) => {
  waits.push(ms);
};
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks/k`;
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

async function sending(answers: Scripted[], more = {}) {
  script = [...answers];
  received.length = 0;
  waits.length = 0;
  return createSender({ url, sleep, ...more }).send({ n: 1 }, { id: "order-1" });
}

describe("a sender", () => {
  test.each<[string, Scripted[]]>([
    ["503 of a proxy", [{ status: 503 }, { status: 502 }, { status: 200 }]],
    ["a cut connection", [{ status: 0, cut: true }, { status: 201 }]],
    [
      "too many requests",
      [{ status: 429, problem: { code: "rate-limited" }, headers: { "retry-after": "7" } }, { status: 200 }],
    ],
    [
      "a paused workflow",
      [
        { status: 503, problem: { code: "workflow-paused" }, headers: { "retry-after": "7" } },
        { status: 200 },
      ],
    ],
    [
      "the first one is still running",
      [{ status: 409, problem: { code: "duplicate-in-progress" } }, { status: 200 }],
    ],
  ])("sends again, the same id and body: %s", async (_, answers) => {
    const sent = await sending(answers, { signing: { scheme: "standard", secret: "whsec_c2VjcmV0" } });
    expect(sent).toMatchObject({
      id: "order-1",
      attempts: answers.length,
      deliveryId: "dlv_1",
      replayed: false,
      body: "ok",
    });
    expect(received).toHaveLength(answers.length);
    for (const { headers, body, method } of received) {
      expect([method, headers["idempotency-key"], headers["webhook-id"], body]).toEqual([
        "POST",
        "order-1",
        "order-1",
        '{"n":1}',
      ]);
      await verify({ secrets: ["whsec_c2VjcmV0"], headers, body });
    }
    if (answers[0]?.headers) expect(waits).toEqual([7000]);
  });

  test.each<[string, Scripted]>([
    [
      "contract-violation",
      {
        status: 422,
        problem: {
          code: "contract-violation",
          violations: [{ path: "amount", expected: "number", got: "string" }],
        },
      },
    ],
    ["unauthorized", { status: 401, problem: { code: "unauthorized" } }],
    ["execution-failed", { status: 500, problem: { code: "execution-failed" } }],
    ["deadline-exceeded", { status: 504, problem: { code: "deadline-exceeded" } }],
    ["status 404", { status: 404 }],
    ["status 307", { status: 307, headers: { location: "/elsewhere" } }],
  ])("does not send again, and says why: %s", async (reason, answer) => {
    const error = await sending([answer]).catch((thrown: unknown) => thrown);
    if (!(error instanceof SendError)) throw new Error("it was taken");
    expect(error).toMatchObject({ id: "order-1", attempts: 1, status: answer.status });
    expect(error.message).toContain(reason);
    expect(error.problem).toEqual(
      answer.problem && { title: "t", detail: "why", status: answer.status, ...answer.problem },
    );
    expect(received).toHaveLength(1);
  });

  test("gives up in the end, waiting longer each time", async () => {
    const error = await sending(Array(4).fill({ status: 500 }), { attempts: 4 }).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({ attempts: 4, status: 500 });
    expect(waits).toHaveLength(3);
    for (const [index, wait] of waits.entries()) {
      expect(wait).toBeGreaterThanOrEqual(250 * 2 ** index);
      expect(wait).toBeLessThanOrEqual(500 * 2 ** index);
    }
  });

  test("ends an attempt that takes too long, and is called off", async () => {
    const never: typeof fetch = (_, options) =>
      new Promise((_resolve, reject) => {
        const { signal } = options ?? {};
        const refuse = () => reject(signal?.reason);
        if (signal?.aborted) refuse();
        else signal?.addEventListener("abort", refuse);
      });
    const slow = createSender({ url, fetch: never, timeoutMs: 5, attempts: 2, sleep });
    await expect(slow.send({})).rejects.toMatchObject({ attempts: 2, status: null });
    await expect(
      createSender({ url, fetch: never }).send({}, { signal: AbortSignal.abort() }),
    ).rejects.toMatchObject({ name: "AbortError" });
  });

  test("throws at once what no attempt makes better", async () => {
    await expect(createSender({ url: "no url", sleep }).send({})).rejects.toThrow(TypeError);
    const signing = { scheme: "standard", secret: "€" } as const;
    await expect(createSender({ url, signing, sleep }).send({})).rejects.toThrow(/whsec_/);
  });
});

test.each([
  ["7", 7000],
  ["100000", 60_000],
  ["Thu, 01 Jan 1970 00:00:05 GMT", 5000],
  ["Wed, 31 Dec 1969 23:59:59 GMT", 0],
  ["soon", 500],
  [null, 500],
])("Retry-After %j: %d ms", (retryAfter, expected) => {
  const backoff = { firstMs: 500, longestMs: 60_000 };
  expect(waitBefore({ attempt: 1, retryAfter, backoff, now: 0, random: 0 })).toBe(expected);
});

describe("an outbox", () => {
  test("sends in the background in order, drops what has no room, and never throws", async () => {
    script = [{ status: 200 }, { status: 422, problem: { code: "contract-violation" } }];
    received.length = 0;
    const lost: unknown[] = [];
    const outbox = createOutbox({
      ...{ url, sleep, room: 3, signing: { scheme: "standard", secret: newSecret() } },
      onLost: (error) => {
        lost.push(error);
        throw new Error("a listener's own mistake");
      },
    });
    for (let n = 0; n < 5; n++) outbox.push({ n });
    expect(outbox.counts).toEqual({ waiting: 3, sent: 0, dropped: 2, lost: 0 });
    await outbox.flush();
    expect(outbox.counts).toEqual({ waiting: 0, sent: 2, dropped: 2, lost: 1 });
    expect(received.map(({ body }) => body)).toEqual(['{"n":0}', '{"n":1}', '{"n":2}']);
    expect(lost).toMatchObject([{ problem: { code: "contract-violation" } }]);
  });

  test("does nothing without a URL", async () => {
    const outbox = createOutbox({ url: undefined });
    outbox.push({});
    await outbox.flush();
    expect(outbox.counts).toEqual({ waiting: 0, sent: 0, dropped: 0, lost: 0 });
  });
});
