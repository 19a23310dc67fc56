import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { Server as NetServer, type Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";

/** How often is looked whether a connection has come to rest, in milliseconds. */
const lookMs = 50;
/** How long a client may take to close its half of a connection, in milliseconds. */
const halfClosedMs = 250;

/** The connections of a server that is to go without cutting anybody off. */
export interface LeavingConnections {
  /**
   * Every answer from now on is the last one on its connection, which says so (`Connection: close`): a client that has its
   * connections in stock sends its next request elsewhere. Resolves when there are none left, or after `lingerMs`.
   */
  linger(given: { readonly lingerMs: number }): Promise<void>;
  /** Listens no more and closes what rests, now and as it comes to rest. Resolves when there is no connection left. */
  close(): Promise<void>;
}

interface Known {
  /** Answers that are not out yet. */
  readonly answers: Set<ServerResponse>;
  /** What had been read when the last answer was out. More is the beginning of a request. */
  readBefore: number;
}

/**
 * Watches the connections of a server from its beginning. Node's own `close` and `closeIdleConnections` destroy what looks
 * idle: a request that has come and was not read yet makes that a reset, and with it an answer may be lost that the client
 * has not read. Here a connection at rest gets the end of ours first, and is read until its client has closed too.
 *
 * Not covered: a request that is sent at the very moment of closing has no answer. It was not read either.
 */
export function leaveConnections(server: Server): LeavingConnections {
  const connections = new Map<Socket, Known>();
  const ended = new WeakSet<Socket>();
  let leaving = false;
  let empty: () => void = () => {};

  server.on("connection", (socket: Socket) => {
    connections.set(socket, { answers: new Set(), readBefore: 0 });
    socket.once("close", () => {
      connections.delete(socket);
      if (connections.size === 0) empty();
    });
  });
  const follow = ({ socket }: IncomingMessage, response: ServerResponse) => {
    const known = connections.get(socket);
    if (leaving) response.shouldKeepAlive = false;
    known?.answers.add(response);
    response.once("close", () => {
      known?.answers.delete(response);
      if (known) known.readBefore = socket.bytesRead;
    });
  };
  for (const event of ["request", "checkContinue", "checkExpectation"]) server.prependListener(event, follow);

  const leave = () => {
    leaving = true;
    for (const { answers } of connections.values()) {
      for (const answer of answers) if (!answer.headersSent) answer.shouldKeepAlive = false;
    }
  };
  const none = () =>
    connections.size === 0
      ? Promise.resolve()
      : new Promise<void>((resolve) => {
          empty = resolve;
        });
  const closeQuiet = () => {
    for (const [socket, { answers, readBefore }] of connections) {
      if (answers.size === 0 && socket.bytesRead === readBefore && !ended.has(socket)) {
        ended.add(socket);
        halfClose(socket);
      }
    }
  };

  return {
    async linger({ lingerMs }) {
      leave();
      await Promise.race([none(), delay(lingerMs, undefined, { ref: false })]);
    },
    async close() {
      leave();
      // The listening end alone: `close` of the HTTP server would destroy what looks idle to it.
      const closed = new Promise<void>((resolve) => {
        NetServer.prototype.close.call(server, () => resolve());
      });
      closeQuiet();
      const looks = setInterval(closeQuiet, lookMs);
      await closed;
      clearInterval(looks);
      // What else it has to let go of.
      server.close();
    },
  };
}

/** Ends our half; what still comes is read and forgotten, because what is left unread makes the end a reset. */
function halfClose(socket: Socket): void {
  // Whoever listens for data takes the connection from the HTTP parser.
  socket.removeAllListeners("data").on("data", () => {});
  const late = setTimeout(() => socket.destroy(), halfClosedMs);
  socket.once("end", () => socket.destroy()).once("close", () => clearTimeout(late));
  socket.end();
}
