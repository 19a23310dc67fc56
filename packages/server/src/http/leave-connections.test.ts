import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { expect, it } from "vitest";
import { leaveConnections } from "./leave-connections.ts";

it("closes used and unused connections, and none that waits for its answer", async () => {
  let answer: (() => void) | undefined;
  const server = createServer((request, response) => {
    if (request.url === "/slow") answer = () => response.end("slow");
    else response.end("quick");
  });
  const connections = leaveConnections(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const open = async (request: string) => {
    const socket = connect(port, "127.0.0.1");
    await once(socket, "connect");
    socket.write(request);
    return socket;
  };
  const unused = await open("");
  const used = await open("GET /quick HTTP/1.1\r\nHost: a\r\n\r\n");
  const waiting = await open("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n");
  await once(used, "data");
  await expect.poll(() => answer).toBeDefined();

  const ends = Promise.all([once(unused, "close"), once(used, "close")]);
  unused.resume();
  used.resume();
  const closed = connections.close();
  await ends;
  expect(waiting.destroyed).toBe(false);
  answer?.();
  expect(String((await once(waiting, "data"))[0])).toContain("slow");
  await closed;
});

it("answers those who are connected for a while, and tells each that this was the last answer", async () => {
  const server = createServer((_, response) => response.end("here"));
  const connections = leaveConnections(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const socket = connect(port, "127.0.0.1");
  const ask = async () => {
    socket.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    return String((await once(socket, "data"))[0]);
  };
  expect(await ask()).toContain("Connection: keep-alive");
  const lingered = connections.linger({ lingerMs: 60_000 });
  const ended = once(socket, "end");
  expect(await ask()).toMatch(/Connection: close.*here/s);
  await ended;
  // Nobody is connected any more: nothing is waited for.
  await lingered;
  await connections.close();
});

it("ends a connection on which a request comes too late without a reset, and does nothing of it", async () => {
  let asked = 0;
  const server = createServer((_, response) => {
    asked += 1;
    response.end("here");
  });
  const connections = leaveConnections(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
  const errors: Error[] = [];
  socket.on("error", (error) => errors.push(error));
  socket.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  await once(socket, "data");
  const closed = connections.close();
  await once(socket.resume(), "end");
  socket.end("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  await once(socket, "close");
  await closed;
  expect([errors, asked]).toEqual([[], 1]);
});
