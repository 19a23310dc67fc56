import type { Server } from "node:http";
import type { Socket } from "node:net";

/**
 * A function that closes the connections on which nothing is being asked or answered. Node's own
 * `closeIdleConnections` leaves those that were opened and never used, which browsers and pools like to have in stock:
 * a server that stops would wait for their time-out.
 */
export function quietConnections(server: Server): () => void {
  const unused = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    unused.add(socket);
    socket.once("close", () => unused.delete(socket));
  });
  return () => {
    server.closeIdleConnections();
    for (const socket of unused) if (socket.bytesRead === 0) socket.destroy();
  };
}
