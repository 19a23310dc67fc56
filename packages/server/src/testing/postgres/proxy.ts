import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

export interface DatabaseProxy {
  /** The database's URL, by way of this proxy. */
  readonly url: string;
  /** Swallows everything from now on, without a word to anybody. */
  blackHole(): void;
  /** Lets the next statement that holds `text` through, and cuts the connection before its answer. */
  cutAfter(text: string): void;
  /** Lets `text` through and then the commit of its connection, whose answer is lost: nobody comes through until `heal`. */
  vanishAfter(text: string): Promise<void>;
  /** Every connection is cut, and new ones are refused. */
  vanish(): void;
  /** Lets `text` through and then the commit of its connection, whose answer is swallowed, and everything from then on. */
  swallowAfter(text: string): void;
  /** Keeps the next statement that holds `text` from the database. Resolves when it has come. */
  keep(text: string): Promise<void>;
  /** Swallows from now on what those connections carry that listen for notifications, without a word to anybody. */
  deafen(): void;
  /** Everything comes so much later from now on, in milliseconds, either way. */
  delay(milliseconds: number): void;
  /** New connections work as before. */
  heal(): void;
  close(): Promise<void>;
}

/** What a network can do to a connection, between a client and the PostgreSQL of `url`. */
export async function startProxy(url: string): Promise<DatabaseProxy> {
  const target = new URL(url);
  const sockets = new Set<Socket>();
  let swallowing = false;
  let deaf = false;
  let away = false;
  let late = 0;
  let trap: string | undefined;
  let last: { text: string; then: () => void } | undefined;
  let kept: { text: string; came: () => void } | undefined;
  const pass = (to: Socket, bytes: Buffer) => {
    if (late === 0) to.write(bytes);
    else setTimeout(() => to.write(bytes), late);
  };
  const cutAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  const server = createServer((client) => {
    if (away) {
      client.on("error", () => {}).destroy();
      return;
    }
    const database = connect({ host: target.hostname, port: Number(target.port) });
    let cut = false;
    let listens = false;
    let [doomed, committing] = [false, false];
    for (const socket of [client, database]) {
      sockets.add(socket);
      socket.on("error", () => {}).on("close", () => sockets.delete(socket));
    }
    client.on("data", (bytes) => {
      listens ||= bytes.includes("LISTEN ");
      if (swallowing || (deaf && listens)) return;
      if (kept && bytes.includes(kept.text)) {
        kept.came();
        kept = undefined;
        return;
      }
      doomed ||= last !== undefined && bytes.includes(last.text);
      committing = doomed && bytes.includes("COMMIT");
      if (trap !== undefined && bytes.includes(trap)) {
        trap = undefined;
        cut = true;
      }
      pass(database, bytes);
    });
    database.on("data", (bytes) => {
      if (committing && bytes.includes("COMMIT")) {
        last?.then();
        last = undefined;
      } else if (cut) client.destroy();
      else if (!swallowing && !(deaf && listens)) pass(client, bytes);
    });
    client.on("close", () => database.end());
    database.on("close", () => client.end());
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the proxy has no port");
  const through = new URL(url);
  through.port = String(address.port);
  return {
    url: through.href,
    blackHole() {
      swallowing = true;
    },
    vanishAfter(text) {
      return new Promise((done) => {
        const then = () => {
          away = true;
          cutAll();
          done();
        };
        last = { text, then };
      });
    },
    vanish() {
      away = true;
      cutAll();
    },
    deafen() {
      deaf = true;
    },
    cutAfter(text) {
      trap = text;
    },
    swallowAfter(text) {
      const then = () => {
        swallowing = true;
      };
      last = { text, then };
    },
    keep(text) {
      return new Promise((came) => {
        kept = { text, came };
      });
    },
    delay(milliseconds) {
      late = milliseconds;
    },
    heal() {
      late = 0;
      swallowing = false;
      deaf = false;
      away = false;
      cutAll();
    },
    async close() {
      cutAll();
      server.close();
      await once(server, "close");
    },
  };
}
