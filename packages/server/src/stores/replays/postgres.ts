import { and, desc, eq, lt } from "drizzle-orm";
import type { PostgresDatabase } from "../database/postgres/database.ts";
import { replays } from "../schema/postgres/replays.ts";
import { progressRow, toReplay, toRow } from "./records.ts";
import type { ReplaysStore } from "./store.ts";

/** Replays in PostgreSQL. */
export function createPostgresReplaysStore({ db }: PostgresDatabase): ReplaysStore {
  return {
    async create(replay) {
      await db.insert(replays).values(toRow(replay));
    },
    async get(id) {
      const [row] = await db.select().from(replays).where(eq(replays.id, id));
      return row && toReplay(row);
    },
    async list({ before, limit }) {
      const rows = await db
        .select()
        .from(replays)
        .where(before === undefined ? undefined : lt(replays.id, before))
        .orderBy(desc(replays.id))
        .limit(limit);
      return rows.map(toReplay);
    },
    async running() {
      const rows = await db.select({ id: replays.id }).from(replays).where(eq(replays.state, "running"));
      return rows.map(({ id }) => id);
    },
    async progress({ id, progress }) {
      const [row] = await db
        .update(replays)
        .set(progressRow(progress))
        .where(eq(replays.id, id))
        .returning({ state: replays.state });
      return row?.state === "running";
    },
    async end({ id, state, at }) {
      await db
        .update(replays)
        .set({ state, finishedAt: at })
        .where(and(eq(replays.id, id), eq(replays.state, "running")));
    },
  };
}
