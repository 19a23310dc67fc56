import { and, eq, isNull } from "drizzle-orm";
import type { PostgresDatabase } from "../database/postgres/database.ts";
import { workflows } from "../schema/postgres/workflows.ts";
import { alive, inFolder } from "./postgres-rows.ts";
import { movedFolder, toTags } from "./records.ts";
import type { WorkflowsStore } from "./store.ts";

type Placement = Pick<WorkflowsStore, "named" | "place" | "placements" | "moveFolder">;

/** How workflows are filed, in PostgreSQL. None of it changes what a hook answers. */
export function postgresPlacement(database: PostgresDatabase): Placement {
  const { db } = database;
  return {
    async named(name) {
      const rows = await db
        .select({ id: workflows.id })
        .from(workflows)
        .where(and(eq(workflows.name, name), isNull(workflows.trashedAt)))
        .limit(2);
      return rows.map(({ id }) => id);
    },

    async place({ id, folder, tags }) {
      const values = {
        ...(folder === undefined ? {} : { folder }),
        ...(tags === undefined ? {} : { tags: JSON.stringify(tags) }),
      };
      if (Object.keys(values).length === 0) {
        return (await db.select({ id: workflows.id }).from(workflows).where(alive(id))).length > 0;
      }
      return (await db.update(workflows).set(values).where(alive(id))).rowCount === 1;
    },

    async placements() {
      const rows = await db
        .select({ folder: workflows.folder, tags: workflows.tags })
        .from(workflows)
        .where(isNull(workflows.trashedAt));
      return rows.map(({ folder, tags }) => ({ folder, tags: toTags(tags) }));
    },

    moveFolder(move) {
      return database.transaction(async (tx) => {
        const rows = await tx
          .select({ id: workflows.id, folder: workflows.folder })
          .from(workflows)
          .where(and(inFolder(move.from), isNull(workflows.trashedAt)))
          .for("update");
        for (const { id, folder } of rows) {
          await tx
            .update(workflows)
            .set({ folder: movedFolder(folder, move) })
            .where(eq(workflows.id, id));
        }
        return rows.length;
      });
    },
  };
}
