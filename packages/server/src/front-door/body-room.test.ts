import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { documentOf, echo } from "./testing/documents.ts";
import { type OpenDoor, type OpenDoorOptions, openDoor } from "./testing/open-door.ts";
import { waitingNode } from "./testing/waiting-node.ts";

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function start(options?: OpenDoorOptions): Promise<OpenDoor> {
  const open = await openDoor(options);
  closing.push(() => open.close());
  return open;
}

/** For one body of 15 kB, or two of 10 kB; each takes 24 kB besides. */
const room = 140_000;

const bodyOf = (length: number) => JSON.stringify("x".repeat(length - 2));

function post(url: string, length: number): Promise<Response> {
  const headers = { "content-type": "application/json" };
  return fetch(url, { method: "POST", body: bodyOf(length), headers });
}

/** A sender that declares a body, and sends it when told. */
async function begin(url: string, length: number) {
  const { hostname, port, pathname } = new URL(url);
  const socket: Socket = connect({ host: hostname, port: Number(port) });
  closing.push(() => socket.destroy());
  const lines = [
    `POST ${pathname} HTTP/1.1`,
    "host: x",
    "content-type: application/json",
    "connection: close",
    `content-length: ${length}`,
  ];
  socket.write(`${lines.join("\r\n")}\r\n\r\n"`);
  // It is inside when the door has read the first byte of its body.
  await new Promise((resolve) => setTimeout(resolve, 100));
  return async () => {
    const answer = once(socket, "data");
    socket.write(bodyOf(length).slice(1));
    return String((await answer)[0]).split("\r\n", 1)[0];
  };
}

/** Whether a promise is still pending after so many milliseconds. */
const isPending = (promise: Promise<unknown>, ms: number) =>
  Promise.race([promise.then(() => false), new Promise((resolve) => setTimeout(() => resolve(true), ms))]);

describe("the room for bodies", () => {
  it("lets a sender wait until another's body has left, then takes what it sends", async () => {
    const open = await start({ door: { bodyRoom: room } });
    const { id, url } = await open.workflow(echo);
    const finish = await begin(url, 15_000);
    const second = post(url, 10_000);
    const third = post(url, 100);
    expect(await isPending(second, 300)).toBe(true);
    // Who came later does not pass by: large bodies would never be let in.
    expect(await isPending(third, 1)).toBe(true);
    expect(await finish()).toBe("HTTP/1.1 200 OK");
    expect([(await second).status, (await third).status]).toEqual([200, 200]);
    expect((await open.listed(id)).map(({ verdict }) => verdict)).toEqual(Array(3).fill("accepted"));
  });

  it("answers 503 to who has waited too long, and lists it; who is inside goes on", async () => {
    const open = await start({ door: { bodyRoom: room } });
    const { id, url } = await open.workflow(echo);
    const finish = await begin(url, 15_000);
    const answer = await post(url, 10_000);
    expect([answer.status, await answer.json()]).toMatchObject([503, { code: "overloaded" }]);
    expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
    expect((await post(url, 100)).status).toBe(200);
    expect(await finish()).toBe("HTTP/1.1 200 OK");
    expect((await post(url, 10_000)).status).toBe(200);
    const verdicts = (await open.listed(id)).map(({ verdict, reason }) => [verdict, reason]);
    expect(verdicts).toContainEqual(["refused", "overloaded"]);
  });

  it("is left by who goes away, who is refused, and whose body is larger than all of it", async () => {
    const open = await start({ door: { bodyRoom: room } });
    const { url } = await open.workflow(echo);
    for (let n = 0; n < 3; n += 1) {
      const socket = connect({ host: "127.0.0.1", port: Number(new URL(url).port) });
      socket.write(`POST ${new URL(url).pathname} HTTP/1.1\r\nhost: x\r\ncontent-length: 15000\r\n\r\n"`);
      await new Promise((resolve) => setTimeout(resolve, 50));
      socket.destroy();
    }
    const headers = { "content-type": "application/json" };
    for (let n = 0; n < 3; n += 1) {
      const answer = await fetch(url, { method: "POST", body: "x".repeat(15_000), headers });
      expect(answer.status).toBe(400);
    }
    expect((await post(url, 100_000)).status).toBe(200);
    expect((await post(url, 15_000)).status).toBe(200);
  });

  it("counts what is stored and waits in memory to be run", async () => {
    const waiting = waitingNode();
    const open = await start({
      runners: { waiting: waiting.runner },
      concurrency: 1,
      door: { bodyRoom: room },
    });
    const { url } = await open.workflow(
      documentOf({ nodes: { a: { type: "waiting", config: { name: "a" } } }, edges: ["trigger>a"] }),
    );
    // One runs, the others wait for their turn.
    for (let n = 0; n < 4; n += 1) expect((await post(url, 10_000)).status).toBe(200);
    expect(open.engine.load).toMatchObject({ running: 1, queued: 3, heldBytes: 80_000 });
    const next = post(url, 12_000);
    expect(await isPending(next, 300)).toBe(true);
    await waiting.let("a", 1);
    await waiting.let("a", 1);
    expect((await next).status).toBe(200);
    for (let n = 0; n < 3; n += 1) await waiting.let("a", 1);
  });
});
