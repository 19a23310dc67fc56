import { readFileSync } from "node:fs";
import type { Server } from "node:http";
import type { Socket } from "node:net";

/** Open files that are left for the database, for outgoing requests and for the sandbox: a fifth, and never fewer. */
const fewestLeft = 100;
/** How many of the oldest connections are looked at for one that may go. */
const looksAt = 1000;

/**
 * How many connections the process may hold, by the system's limit of open files (`ulimit -n`); undefined where it cannot
 * be told. Without it a flood of connections takes the last files away, and the database cannot open its own.
 */
export function connectionsAllowed(): number | undefined {
  try {
    const files = /^Max open files\s+(\d+)/m.exec(readFileSync("/proc/self/limits", "utf8"))?.[1];
    if (files === undefined) return undefined;
    return Math.max(1, Number(files) - Math.max(fewestLeft, Math.ceil(Number(files) / 5)));
  } catch {
    return undefined;
  }
}

/**
 * Where the server is full, a new connection takes the place of the oldest on which nothing is being answered: one that
 * says nothing, sends its headers drop by drop, or is kept for a next request. Only where all of the oldest are being
 * answered, the new one is closed.
 */
export function limitConnections(
  server: Server,
  given: { most: number | undefined; isBusy: (socket: Socket) => boolean },
): void {
  const { most, isBusy } = given;
  if (most === undefined) return;
  // In the order in which they came.
  const held = new Set<Socket>();
  const letOneGo = (): boolean => {
    let looked = 0;
    for (const socket of held) {
      if (!isBusy(socket)) {
        held.delete(socket);
        socket.destroy();
        return true;
      }
      looked += 1;
      if (looked === looksAt) return false;
    }
    return false;
  };
  server.on("connection", (socket: Socket) => {
    if (held.size >= most && !letOneGo()) {
      socket.destroy();
      return;
    }
    held.add(socket);
    socket.once("close", () => held.delete(socket));
  });
}
