import { and, eq, isNull } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import { workflows } from "../schema/workflows.ts";
import { movedFolder, toTags } from "./records.ts";
import { alive, inFolder } from "./sqlite-rows.ts";
import type { WorkflowsStore } from "./store.ts";

type Placement = Pick<WorkflowsStore, "named" | "place" | "placements" | "moveFolder">;

/** How workflows are filed, in SQLite. None of it changes what a hook answers. */
export function sqlitePlacement({ write, read }: Database): Placement {
  return {
    async named(name) {
      const rows = read
        .select({ id: workflows.id })
        .from(workflows)
        .where(and(eq(workflows.name, name), isNull(workflows.trashedAt)))
        .limit(2)
        .all();
      return rows.map(({ id }) => id);
    },

    async place({ id, folder, tags }) {
      const values = {
        ...(folder === undefined ? {} : { folder }),
        ...(tags === undefined ? {} : { tags: JSON.stringify(tags) }),
      };
      if (Object.keys(values).length === 0) {
        return read.select({ id: workflows.id }).from(workflows).where(alive(id)).get() !== undefined;
      }
      return write.update(workflows).set(values).where(alive(id)).run().changes > 0;
    },

    async placements() {
      const rows = read
        .select({ folder: workflows.folder, tags: workflows.tags })
        .from(workflows)
        .where(isNull(workflows.trashedAt))
        .all();
      return rows.map(({ folder, tags }) => ({ folder, tags: toTags(tags) }));
    },

    async moveFolder(move) {
      return write.transaction(
        (tx) => {
          const rows = tx
            .select({ id: workflows.id, folder: workflows.folder })
            .from(workflows)
            .where(and(inFolder(move.from), isNull(workflows.trashedAt)))
            .all();
          for (const { id, folder } of rows) {
            tx.update(workflows)
              .set({ folder: movedFolder(folder, move) })
              .where(eq(workflows.id, id))
              .run();
          }
          return rows.length;
        },
        { behavior: "immediate" },
      );
    },
  };
}
