import { and, desc, eq, isNull, lt, lte, or, sql } from "drizzle-orm";
import type { PostgresDatabase } from "../database/postgres/database.ts";
import { replays } from "../schema/postgres/replays.ts";
import { keptReplays, progressRow, toReplay, toRow } from "./records.ts";
import type { ReplaysStore } from "./store.ts";

/** Replays in PostgreSQL. */
export function createPostgresReplaysStore({ db }: PostgresDatabase): ReplaysStore {
  return {
    async create(replay) {
      await db.insert(replays).values(toRow(replay));
      await db.execute(sql`delete from ${replays} where id in (
        select id from ${replays} where state <> 'running' order by id desc offset ${keptReplays})`);
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
    async idle({ now }) {
      const rows = await db
        .select({ id: replays.id })
        .from(replays)
        .where(and(sql`state = 'running'`, or(isNull(replays.leaseUntil), lte(replays.leaseUntil, now))));
      return rows.map(({ id }) => id);
    },
    async claim({ id, holder, now, until }) {
      const [row] = await db
        .update(replays)
        .set({ holder, leaseUntil: until })
        .where(
          and(
            eq(replays.id, id),
            eq(replays.state, "running"),
            or(isNull(replays.leaseUntil), lte(replays.leaseUntil, now)),
          ),
        )
        .returning();
      return row && toReplay(row);
    },
    async progress({ id, holder, until, progress }) {
      const [row] = await db
        .update(replays)
        .set({ ...progressRow(progress), leaseUntil: until })
        .where(and(eq(replays.id, id), eq(replays.holder, holder)))
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
