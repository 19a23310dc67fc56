import { and, desc, eq, lt } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import { replays } from "../schema/replays.ts";
import { progressRow, toReplay, toRow } from "./records.ts";
import type { ReplaysStore } from "./store.ts";

/** Replays in SQLite. */
export function createSqliteReplaysStore({ write, read }: Database): ReplaysStore {
  return {
    async create(replay) {
      write.insert(replays).values(toRow(replay)).run();
    },
    async get(id) {
      const row = read.select().from(replays).where(eq(replays.id, id)).get();
      return row && toReplay(row);
    },
    async list({ before, limit }) {
      const rows = read
        .select()
        .from(replays)
        .where(before === undefined ? undefined : lt(replays.id, before))
        .orderBy(desc(replays.id))
        .limit(limit)
        .all();
      return rows.map(toReplay);
    },
    async running() {
      const rows = read.select({ id: replays.id }).from(replays).where(eq(replays.state, "running")).all();
      return rows.map(({ id }) => id);
    },
    async progress({ id, progress }) {
      const row = write
        .update(replays)
        .set(progressRow(progress))
        .where(eq(replays.id, id))
        .returning({ state: replays.state })
        .get();
      return row?.state === "running";
    },
    async end({ id, state, at }) {
      write
        .update(replays)
        .set({ state, finishedAt: at })
        .where(and(eq(replays.id, id), eq(replays.state, "running")))
        .run();
    },
  };
}
