import { connect, type Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { documentOf, double } from "../testing/documents.ts";
import { type OpenDoor, openDoor } from "../testing/open-door.ts";
import { raw } from "../testing/raw.ts";
import { waitingNode } from "../testing/waiting-node.ts";
import { connectionsAllowed } from "./connections.ts";

const most = 20;
const waiting = waitingNode();
let open: OpenDoor;
beforeAll(async () => {
  open = await openDoor({ runners: { waiting: waiting.runner }, door: { maxConnections: most } });
});
afterAll(() => open.close());

/** Connections that send a text, which may be empty, and then nothing more; `closed` counts those that were let go. */
async function hold(count: number, text: string) {
  let closed = 0;
  const sockets: Socket[] = [];
  for (let at = 0; at < count; at += 1) {
    const socket = connect(open.port, "127.0.0.1")
      .on("error", () => {})
      .resume();
    socket.on("close", () => {
      closed += 1;
    });
    await new Promise((resolve) => socket.once("connect", resolve));
    const answered = text.endsWith("\r\n\r\n") && new Promise((resolve) => socket.once("data", resolve));
    if (text !== "") socket.write(text);
    await answered;
    sockets.push(socket);
  }
  return { sockets, closed: () => closed };
}

describe("a server that is full", () => {
  it.each([
    ["say nothing", ""],
    ["send their headers drop by drop", "POST /hooks/x HTTP/1.1\r\nhost: x\r\nx-a: "],
    ["are kept for a next request", "POST /hooks/x HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\n\r\n"],
  ])("lets the oldest go of those that %s", async (_what, text) => {
    const { url } = await open.workflow(double);
    const held = await hold(3 * most, text);
    await expect.poll(held.closed).toBeGreaterThanOrEqual(2 * most);
    const answer = await fetch(url, {
      method: "POST",
      body: "{}",
      headers: { "content-type": "application/json" },
    });
    expect(answer.status).toBe(200);
    expect(held.sockets.slice(0, most).every(({ destroyed }) => destroyed)).toBe(true);
    for (const socket of held.sockets) socket.destroy();
    await expect.poll(held.closed).toBe(3 * most);
  });

  it("keeps the connection of a sender that comes back, whoever else is there", async () => {
    const { path } = await open.workflow(double);
    const request = `POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\n\r\n`;
    const pause = 400;
    // One request, and another when the server has been full for a while.
    const answers = raw(open.port, [request, request], { answers: 2, pauseMs: pause });
    await new Promise((resolve) => setTimeout(resolve, pause / 4));
    const held = await hold(2 * most, "");
    expect((await answers).map(({ status }) => status)).toEqual([200, 200]);
    for (const socket of held.sockets) socket.destroy();
  });

  it("never lets one go whose sender waits for an answer", async () => {
    const nodes = {
      wait: { type: "waiting", config: { name: "slow" } },
      reply: { type: "response", config: { status: 200, kind: "text", body: "at last" } },
    };
    const edges = ["trigger>wait", "wait:out>reply"];
    const { path } = await open.workflow(documentOf({ mode: "sync", nodes, edges }));
    const request = `POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\n\r\n`;
    const answer = raw(open.port, [request], { answers: 1, waitMs: 20_000 });
    await expect.poll(() => waiting.visits.length).toBe(1);
    const held = await hold(2 * most, "");
    await waiting.let("slow", null);
    expect((await answer)[0]).toMatchObject({ status: 200, body: "at last" });
    for (const socket of held.sockets) socket.destroy();
  });
});

it("leaves files for all else, where the system tells its limit", () => {
  const allowed = connectionsAllowed();
  if (process.platform === "linux") expect(allowed).toBeGreaterThan(100);
});
