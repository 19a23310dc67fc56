import { afterAll, beforeAll, expect, test } from "vitest";
import { createPublisher } from "../src/publisher.ts";
import { type Scripted, type ScriptedServer, startScriptedServer } from "./scripted-server.ts";

const taken = (more = {}): Scripted => ({
  ...{ status: 202, text: JSON.stringify({ id: "any", duplicate: false, ...more }) },
});
const problem = (status: number, code: string, more = {}): Scripted => ({
  ...{ status, problem: { code, ...more } },
});
let server: ScriptedServer;
let url = "";
beforeAll(async () => {
  server = await startScriptedServer();
  url = new URL("/", server.url).href;
});
afterAll(() => server.stop());
const sleep = async () => {};

test("an event is published under one id, however often it is tried", async () => {
  server.answers([{ status: 502 }, problem(503, "overloaded"), taken({ duplicate: true })]);
  const publisher = createPublisher({ url, token: "slu_1", sleep });
  const timestamp = new Date("2026-05-01T08:00:00Z");
  const published = await publisher.publish("order.paid", { n: 1 }, { id: "order-1", timestamp, userId: 12 });
  expect(published).toEqual({ id: "order-1", duplicate: true, violations: [], attempts: 3 });
  const body = {
    ...{ event: "order.paid", data: { n: 1 }, id: "order-1", user_id: 12 },
    timestamp: "2026-05-01T08:00:00.000Z",
  };
  expect(await server.came(3)).toEqual([body, body, body]);
  for (const { path, headers } of server.received) {
    expect([path, headers.authorization]).toEqual(["/api/v1/events", "Bearer slu_1"]);
  }
});

test("what does not fit its schema is told, and what is refused for that is not tried again", async () => {
  const violations = [{ path: "n", expected: "number", got: "string" }];
  server.answers([taken({ violations }), problem(422, "event-refused", { violations })]);
  const publisher = createPublisher({ url, token: "slu_1", sleep });
  expect((await publisher.publish("a.b", {})).violations).toEqual(violations);
  await expect(publisher.publish("a.b", {})).rejects.toMatchObject({
    ...{ name: "SendError", attempts: 1, status: 422, problem: { code: "event-refused", violations } },
  });
  const [first, second] = (await server.came(2)) as { id: string }[];
  expect(first?.id).not.toBe(second?.id);
  await expect(publisher.publish("a.b", undefined)).rejects.toThrow(/^the payload is no JSON: /);
  expect(server.received).toHaveLength(2);
});
