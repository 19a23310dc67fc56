import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { expect, it } from "vitest";
import { quietConnections } from "./quiet-connections.ts";

it("closes used and unused connections, and none that waits for its answer", async () => {
  let answer: (() => void) | undefined;
  const server = createServer((request, response) => {
    if (request.url === "/slow") answer = () => response.end("slow");
    else response.end("quick");
  });
  const closeQuiet = quietConnections(server);
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

  const closed = new Promise((resolve) => server.close(resolve));
  const ends = Promise.all([once(unused, "close"), once(used, "close")]);
  unused.resume();
  used.resume();
  closeQuiet();
  await ends;
  expect(waiting.destroyed).toBe(false);
  answer?.();
  expect(String((await once(waiting, "data"))[0])).toContain("slow");
  waiting.destroy();
  await closed;
});
