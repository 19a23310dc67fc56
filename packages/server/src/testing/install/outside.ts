import { createServer as createHttpServer } from "node:http";
import { type AddressInfo, createServer, type Server } from "node:net";
import { text } from "node:stream/consumers";

/** Takes traces. */
export async function startCollector() {
  const bodies: string[] = [];
  const server = createHttpServer((request, response) => {
    void text(request).then((body) => {
      bodies.push(body);
      response.end("{}");
    });
  });
  const port = await listening(server);
  return { url: `http://127.0.0.1:${port}`, bodies, close: () => server.close() };
}

/** Greets as MySQL does, notes what it hears, and lets nobody in. */
export async function startGreeter() {
  const heard: Buffer[] = [];
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.write(packet(0, greeting()));
    socket.on("data", (chunk) => {
      heard.push(chunk);
      socket.end(packet(2, Buffer.concat([Buffer.from([0xff, 0x15, 0x04]), Buffer.from("#28000nobody")])));
    });
  });
  const port = await listening(server);
  return { port, heard: () => Buffer.concat(heard).toString("latin1"), close: () => server.close() };
}

function packet(sequence: number, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from([body.length, 0, 0, sequence]), body]);
}

/** Protocol version 10, with passwords hashed in the old way. */
function greeting(): Buffer {
  return Buffer.concat([
    Buffer.from("\x0a8.0.0\0", "latin1"),
    Buffer.from([1, 0, 0, 0]),
    Buffer.from("12345678\0", "latin1"),
    Buffer.from([0x09, 0x82, 0x21, 2, 0, 0x08, 0, 21]),
    Buffer.alloc(10),
    Buffer.from("123456789012\0mysql_native_password\0", "latin1"),
  ]);
}

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}
