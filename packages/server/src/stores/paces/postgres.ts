import { lt, sql } from "drizzle-orm";
import type { PostgresDatabase } from "../database/postgres/database.ts";
import { paces } from "../schema/postgres/paces.ts";
import { type PacesStore, turnsInTime } from "./store.ts";

const now = sql`(extract(epoch from clock_timestamp()) * 1000)::float8`;
/** What nobody has asked for in so long goes, when a new key comes. */
const forgottenMs = 3_600_000;

/** Paces in PostgreSQL, by its clock: those of the processes may differ. */
export function createPostgresPaces({ db }: PostgresDatabase): PacesStore {
  return {
    async take(turns) {
      const { key, count, everyMs, mostMs } = turns;
      // The same as `turnsInTime`, where the row is locked; one way and back takes any number of turns.
      const wait = sql`greatest(was.free_at - was.at, 0)`;
      const inTime = sql`greatest(0,
        least(${count}::float8, floor((${mostMs}::float8 - ${wait}) / ${everyMs}::float8 + 1.001)))`;
      const update = sql`update sluice.paces set free_at = case when ${inTime} = 0 then was.free_at
          else was.at + ${wait} + ${inTime} * ${everyMs}::float8 end
        from (select key, free_at, ${now} as at from sluice.paces where key = ${key} for update) as was
        where paces.key = was.key returning ${wait} as wait`;
      for (;;) {
        const { rows } = await db.execute<{ wait: number }>(update);
        const [row] = rows;
        if (row) return { count: turnsInTime(turns, { waitMs: row.wait }), waitMs: row.wait };
        await db.delete(paces).where(lt(paces.freeAt, sql`${now} - ${forgottenMs}`));
        await db.insert(paces).values({ key, freeAt: now }).onConflictDoNothing();
      }
    },
    async giveBack({ key, count, everyMs }) {
      await db
        .update(paces)
        .set({ freeAt: sql`${paces.freeAt} - ${count * everyMs}::float8` })
        .where(sql`${paces.key} = ${key}`);
    },
  };
}
