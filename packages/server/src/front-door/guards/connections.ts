import { readFileSync } from "node:fs";
import type { IncomingMessage, Server } from "node:http";
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
 * Where the server is full, a new connection takes the place of another on which nothing is being answered: of the oldest
 * that has never asked anything (it says nothing, or sends its headers drop by drop), else of the one whose last request is
 * longest ago. Only where all that were looked at are being answered, the new one is closed.
 */
export function limitConnections(
  server: Server,
  given: { most: number | undefined; isBusy: (socket: Socket) => boolean },
): void {
  const { most, isBusy } = given;
  if (most === undefined) return;
  // In the order in which they came, and in the order of their last requests.
  const silent = new Set<Socket>();
  const used = new Set<Socket>();
  const letOneGo = (among: Set<Socket>): boolean => {
    let looked = 0;
    for (const socket of among) {
      if (!isBusy(socket)) {
        among.delete(socket);
        socket.destroy();
        return true;
      }
      looked += 1;
      if (looked === looksAt) return false;
    }
    return false;
  };
  server.on("connection", (socket: Socket) => {
    if (silent.size + used.size >= most && !letOneGo(silent) && !letOneGo(used)) {
      socket.destroy();
      return;
    }
    silent.add(socket);
    socket.once("close", () => {
      silent.delete(socket);
      used.delete(socket);
    });
  });
  server.on("request", ({ socket }: IncomingMessage) => {
    silent.delete(socket);
    used.delete(socket);
    used.add(socket);
  });
}
