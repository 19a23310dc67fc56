import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { waitBefore } from "../src/retries.ts";
import { createSender, SendError } from "../src/sender.ts";
import { verify } from "../src/verify.ts";
import {
  noJson,
  type Scripted,
  type ScriptedServer,
  startScriptedServer,
  wrongUrls,
} from "./scripted-server.ts";

let server: ScriptedServer;
const waits: number[] = [];
const sleep = async (ms: number) => {
  waits.push(ms);
};
beforeAll(async () => {
  server = await startScriptedServer();
});
afterAll(() => server.stop());

async function sending(answers: Scripted[], more = {}) {
  server.answers(answers);
  waits.length = 0;
  return createSender({ url: server.url, sleep, ...more }).send({ n: 1 }, { id: "order-1" });
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
    expect(server.received).toHaveLength(answers.length);
    for (const { headers, body, method } of server.received) {
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
    expect(server.received).toHaveLength(1);
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
    const slow = createSender({ url: server.url, fetch: never, timeoutMs: 5, attempts: 2, sleep });
    await expect(slow.send({})).rejects.toMatchObject({ attempts: 2, status: null });
    await expect(
      createSender({ url: server.url, fetch: never }).send({}, { signal: AbortSignal.abort() }),
    ).rejects.toMatchObject({ name: "AbortError" });
  });

  test.each(wrongUrls)("takes no URL that is none: %j", (wrong) => {
    expect(() => createSender({ url: wrong })).toThrow(/^the URL /);
  });

  test("sends nothing that is no JSON", async () => {
    server.answers([]);
    const sender = createSender({ url: server.url });
    for (const [name, payload] of noJson) {
      await expect(sender.send(payload), name).rejects.toThrow(/^the payload is no JSON: /);
    }
    expect(server.received).toHaveLength(0);
  });

  test("ends its wait when it is called off", async () => {
    server.answers([{ status: 503, headers: { "retry-after": "60" } }]);
    const calling = new AbortController();
    const sent = createSender({ url: server.url }).send({}, { signal: calling.signal });
    await server.came(1);
    calling.abort();
    await expect(sent).rejects.toMatchObject({ name: "AbortError" });
  });

  test("throws at once what no attempt makes better", async () => {
    const signing = { scheme: "standard", secret: "€" } as const;
    await expect(createSender({ url: server.url, signing, sleep }).send({})).rejects.toThrow(/whsec_/);
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
