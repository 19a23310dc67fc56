import { and, desc, eq, isNull, lt, lte, or, sql } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import { replays } from "../schema/replays.ts";
import { keptReplays, progressRow, toReplay, toRow } from "./records.ts";
import type { ReplaysStore } from "./store.ts";

/** Replays in SQLite. */
export function createSqliteReplaysStore({ write, read }: Database): ReplaysStore {
  return {
    async create(replay) {
      write.insert(replays).values(toRow(replay)).run();
      write.run(sql`delete from ${replays} where id in (
        select id from ${replays} where state <> 'running' order by id desc limit -1 offset ${keptReplays})`);
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
    async idle({ now }) {
      const rows = read
        .select({ id: replays.id })
        .from(replays)
        .where(and(sql`state = 'running'`, or(isNull(replays.leaseUntil), lte(replays.leaseUntil, now))))
        .all();
      return rows.map(({ id }) => id);
    },
    async claim({ id, holder, now, until }) {
      const row = write
        .update(replays)
        .set({ holder, leaseUntil: until })
        .where(
          and(
            eq(replays.id, id),
            eq(replays.state, "running"),
            or(isNull(replays.leaseUntil), lte(replays.leaseUntil, now)),
          ),
        )
        .returning()
        .get();
      return row && toReplay(row);
    },
    async progress({ id, holder, until, progress }) {
      const row = write
        .update(replays)
        .set({ ...progressRow(progress), leaseUntil: until })
        .where(and(eq(replays.id, id), eq(replays.holder, holder)))
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
