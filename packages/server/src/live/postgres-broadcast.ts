import type { PostgresDatabase } from "../stores/database/postgres/database.ts";
import { keepConnection } from "../stores/database/postgres/lasting-connection.ts";
import { listenChannel, notification } from "../stores/database/postgres/notify.ts";
import type { PoolLog } from "../stores/database/postgres/pool.ts";
import { unescapeText } from "../stores/schema/postgres/columns.ts";
import { type Broadcast, type Channel, maxTextBytes } from "./broadcast.ts";
import { Listeners } from "./local-broadcast.ts";

/** Messages kept while the database is away; of more, the others are told that they missed some. */
const kept = 1000;
/** What a process sends when it had to throw messages away. */
const gapChannel = "gap";

/** News between processes by LISTEN and NOTIFY. Resolves when this process hears; rejects when there is no database. */
export async function createPostgresBroadcast(given: {
  readonly database: PostgresDatabase;
  readonly log: PoolLog;
}): Promise<Broadcast> {
  const { database, log } = given;
  const { url, processId } = database;
  const listeners = new Listeners();
  const gapListeners = new Set<() => void>();
  const waiting: string[] = [];
  let missed = false;
  let number = 0;
  let sending = false;

  const numbered = (channel: string, text: string) => {
    number += 1;
    return notification({ processId, number, channel, text });
  };
  const gap = () => {
    for (const listener of [...gapListeners]) listener();
  };
  const hear = (payload: string | undefined) => {
    const [, from, channel, text = ""] = /^(\S+) \d+ (\S+) (.*)$/s.exec(payload ?? "") ?? [];
    if (from === undefined || from === processId) return;
    if (channel === gapChannel) gap();
    else listeners.tell(channel as Channel, unescapeText(text), "elsewhere");
  };

  const connection = await keepConnection({
    ...{ url, log },
    async prepare(client) {
      client.on("notification", ({ payload }) => hear(payload));
      // What is only told need not survive a power cut: without this, each message would wait for an fsync.
      await client.query("select set_config('synchronous_commit', 'off', false)");
      await client.query(`LISTEN ${listenChannel}`);
    },
    onReady({ again }) {
      if (again) gap();
      setImmediate(() => void send());
    },
  });

  /** Whatever waits goes in one statement. */
  async function send(): Promise<void> {
    if (sending || !connection.connected || (waiting.length === 0 && !missed)) return;
    sending = true;
    const group = missed ? [numbered(gapChannel, "")] : waiting.splice(0);
    if (missed) waiting.length = 0;
    missed = false;
    try {
      await connection.query("select pg_notify($1, payload) from unnest($2::text[]) as payload", [
        listenChannel,
        group,
      ]);
    } catch (err) {
      log.warn({ err }, "news for the other processes could not be sent");
      missed = true;
    } finally {
      sending = false;
    }
    if (waiting.length > 0) void send();
  }

  return {
    publish(channel, text) {
      listeners.tell(channel, text, "here");
      if (Buffer.byteLength(text) > maxTextBytes || waiting.length >= kept) missed = true;
      else waiting.push(numbered(channel, text));
      if (!sending) setImmediate(() => void send());
    },
    subscribe: (channel, listener) => listeners.add(channel, listener),
    onGap(listener) {
      gapListeners.add(listener);
      return () => gapListeners.delete(listener);
    },
    async close() {
      await send();
      await connection.close();
    },
  };
}
