import pg from "pg";
import { connectionOptions, type PoolLog } from "./pool.ts";

/** How often an idle connection is asked for a sign of life, and how long for: a network may swallow it without a word. */
const signEveryMs = 5000;
const firstPauseMs = 100;
const longestPauseMs = 5000;

export interface LastingConnection {
  /** False: it is lost and being made anew. */
  readonly connected: boolean;
  /** One statement after the other. Rejects while the connection is lost. */
  query(text: string, values: readonly unknown[]): Promise<void>;
  close(): Promise<void>;
}

/**
 * One connection for as long as the process lives, made anew whenever it is lost: for what belongs to a session (LISTEN,
 * advisory locks). `prepare` is done on each new one before it counts; `again` says that it is not the first.
 * Resolves when the first one stands, rejects when it cannot be made.
 */
export async function keepConnection(given: {
  readonly url: string;
  readonly log: PoolLog;
  readonly prepare: (client: pg.Client) => Promise<void>;
  readonly onReady?: (state: { readonly again: boolean }) => void;
}): Promise<LastingConnection> {
  const { url, log, prepare, onReady } = given;
  let client: pg.Client | undefined;
  let closed = false;
  let pause = firstPauseMs;
  let timer: NodeJS.Timeout | undefined;
  let again = false;
  let last: Promise<unknown> = Promise.resolve();

  const query = (text: string, values: readonly unknown[]): Promise<void> => {
    const turn = last.then(async () => {
      if (!client) throw new Error("the connection is not open: it is being made anew");
      await client.query(text, [...values]);
    });
    last = turn.catch(() => {});
    return turn;
  };

  const connect = async (): Promise<void> => {
    const made = new pg.Client({ ...connectionOptions(url), query_timeout: signEveryMs });
    const lose = () => {
      made.removeAllListeners("notification");
      if (client !== made) return;
      client = undefined;
      log.warn({}, "the connection for news between processes was lost; it is made anew");
      later();
    };
    made.on("error", lose).on("end", lose);
    try {
      await made.connect();
      await prepare(made);
    } catch (error) {
      await made.end().catch(() => {});
      throw error;
    }
    if (closed) return await made.end();
    client = made;
    pause = firstPauseMs;
    onReady?.({ again });
    again = true;
    watch(made);
  };

  const watch = (made: pg.Client): void => {
    timer = setTimeout(() => {
      if (client !== made) return;
      query("select 1", []).then(
        () => client === made && !closed && watch(made),
        () => {
          // `end` destroys the socket of a connection that owes an answer.
          made.emit("error", new Error("no sign of life"));
          made.end().catch(() => {});
        },
      );
    }, signEveryMs);
    timer.unref();
  };

  const later = (): void => {
    clearTimeout(timer);
    if (closed) return;
    timer = setTimeout(
      () => {
        connect().catch(() => {
          pause = Math.min(longestPauseMs, pause * 2);
          later();
        });
      },
      pause * (0.5 + Math.random() / 2),
    );
    timer.unref();
  };

  await connect();
  return {
    get connected() {
      return client !== undefined;
    },
    query,
    async close() {
      closed = true;
      clearTimeout(timer);
      await last;
      const open = client;
      client = undefined;
      await open?.end().catch(() => {});
    },
  };
}
