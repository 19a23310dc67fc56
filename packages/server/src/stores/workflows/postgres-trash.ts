import { and, desc, eq, isNotNull, lt, or } from "drizzle-orm";
import type { Connection } from "../database/postgres/transaction.ts";
import { decodeCursor, pageOf } from "../paging/cursor.ts";
import { workflows } from "../schema/postgres/workflows.ts";
import { toTrashedRow, trashPosition } from "./records.ts";
import type { WorkflowsStore } from "./store.ts";

/** The trash, in PostgreSQL. */
export async function listTrashed(
  from: Connection,
  { limit, cursor }: Parameters<WorkflowsStore["trashed"]>[0],
): ReturnType<WorkflowsStore["trashed"]> {
  const after = cursor === undefined ? undefined : decodeCursor(cursor);
  const rows = await from
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
    .limit(limit + 1);
  return pageOf(rows.map(toTrashedRow), { limit, position: trashPosition });
}
