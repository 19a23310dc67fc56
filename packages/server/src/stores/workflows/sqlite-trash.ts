import { and, desc, eq, isNotNull, lt, or } from "drizzle-orm";
import { decodeCursor, pageOf } from "../paging/cursor.ts";
import { workflows } from "../schema/workflows.ts";
import { toTrashedRow, trashPosition } from "./records.ts";
import type { Reads } from "./sqlite-rows.ts";
import type { Page, TrashedRow, WorkflowsStore } from "./store.ts";

/** The trash, in SQLite. */
export function listTrashed(
  from: Reads,
  { limit, cursor }: Parameters<WorkflowsStore["trashed"]>[0],
): Page<TrashedRow> {
  const after = cursor === undefined ? undefined : decodeCursor(cursor);
  const rows = from
    .select({
      id: workflows.id,
      name: workflows.name,
      folder: workflows.folder,
      tags: workflows.tags,
      published: workflows.published,
      trashedAt: workflows.trashedAt,
    })
    .from(workflows)
    .where(
      and(
        isNotNull(workflows.trashedAt),
        after &&
          or(
            lt(workflows.trashedAt, after[0]),
            and(eq(workflows.trashedAt, after[0]), lt(workflows.id, after[1])),
          ),
      ),
    )
    .orderBy(desc(workflows.trashedAt), desc(workflows.id))
    .limit(limit + 1)
    .all();
  return pageOf(rows.map(toTrashedRow), { limit, position: trashPosition });
}
