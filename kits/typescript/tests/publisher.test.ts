import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createEventOutbox, createPublisher } from "../src/publisher.ts";

interface Scripted {
  readonly status: number;
  readonly body: object;
  readonly type?: string;
}
let answers: Scripted[] = [];
const received: { path: string | undefined; token: string | undefined; body: Record<string, unknown> }[] = [];
const server = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>;
  received.push({ path: request.url, token: request.headers.authorization, body });
  const { status, body: answer, type = "application/json" } = answers.shift() ?? taken();
  response.writeHead(status, { "content-type": type }).end(JSON.stringify(answer));
});
const taken = (more = {}): Scripted => ({ status: 202, body: { id: "any", duplicate: false, ...more } });
const problem = (status: number, code: string, more = {}) => ({
  ...{ status, type: "application/problem+json", body: { code, status, title: "t", detail: "why", ...more } },
});
let url = "";
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});
beforeEach(() => {
  answers = [];
  received.length = 0;
});
const sleep = async () => {};

test("an event is published under one id, however often it is tried", async () => {
  answers = [{ status: 502, body: {} }, problem(503, "overloaded"), taken({ duplicate: true })];
  const publisher = createPublisher({ url: `${url}/`, token: "slu_1", sleep });
  const timestamp = new Date("2026-05-01T08:00:00Z");
  const published = await publisher.publish("order.paid", { n: 1 }, { id: "order-1", timestamp, userId: 12 });
  expect(published).toEqual({ id: "order-1", duplicate: true, violations: [], attempts: 3 });
  expect(received).toEqual(
    Array(3).fill({
      ...{ path: "/api/v1/events", token: "Bearer slu_1" },
      body: {
        ...{ event: "order.paid", data: { n: 1 }, id: "order-1", user_id: 12 },
        timestamp: "2026-05-01T08:00:00.000Z",
      },
    }),
  );
});

test("what does not fit its schema is told, and what is refused for that is not tried again", async () => {
  const violations = [{ path: "n", expected: "number", got: "string" }];
  answers = [taken({ violations }), problem(422, "event-refused", { violations })];
  const publisher = createPublisher({ url, token: "slu_1", sleep });
  expect((await publisher.publish("a.b", {})).violations).toEqual(violations);
  await expect(publisher.publish("a.b", {})).rejects.toMatchObject({
    ...{ name: "SendError", attempts: 1, status: 422, problem: { code: "event-refused", violations } },
  });
  const [first, second] = received.map(({ body }) => body.id);
  expect(first).not.toBe(second);
});

test("an outbox of events publishes in order, never throws, and does nothing without a URL", async () => {
  answers = [taken(), problem(422, "event-refused"), taken()];
  const lost: unknown[] = [];
  const outbox = createEventOutbox({ url, token: "slu_1", sleep, room: 3, onLost: (one) => lost.push(one) });
  for (let n = 0; n < 5; n++) outbox.push("a.b", n);
  await outbox.flush();
  expect(outbox.counts).toEqual({ waiting: 0, sent: 2, dropped: 2, lost: 1 });
  expect(received.map(({ body }) => body.data)).toEqual([0, 1, 2]);
  expect(lost).toMatchObject([{ problem: { code: "event-refused" } }]);

  const silent = createEventOutbox({ url: undefined, token: "" });
  silent.push("a.b", 1);
  await silent.flush();
  expect(silent.counts).toEqual({ waiting: 0, sent: 0, dropped: 0, lost: 0 });
});
