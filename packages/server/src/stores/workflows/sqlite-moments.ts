import { sameMeaning, type WorkflowDocument } from "@sluice/workflow/document";
import { and, asc, desc, eq, gte, isNull, lt, sql } from "drizzle-orm";
import type { Connection } from "../database/connect.ts";
import { decodeCursor, pageOf } from "../paging/cursor.ts";
import { draftMoments } from "../schema/draft-moments.ts";
import {
  contentBeside,
  documentOf,
  goesOn,
  longestChain,
  type MomentSave,
  staysWhole,
  wholeContent,
  wholeMark,
} from "./moments.ts";
import { findRecord, type Reads, type Writes } from "./sqlite-rows.ts";
import type { Moment, MomentRow, Page } from "./store.ts";

const columns = {
  revision: draftMoments.revision,
  begunAt: draftMoments.begunAt,
  savedAt: draftMoments.savedAt,
  savedBy: draftMoments.savedBy,
};
const one = (id: string, revision: number) =>
  and(eq(draftMoments.workflowId, id), eq(draftMoments.revision, revision));

/** Notes in the history of a draft that it has just been saved as `revision`. `before`: what was stored until then. */
export function writeMoment(
  to: Writes,
  given: { id: string; revision: number; before: WorkflowDocument; after: WorkflowDocument } & MomentSave,
): void {
  const { id, revision, before, after, at, by } = given;
  const open = to
    .select(columns)
    .from(draftMoments)
    .where(and(eq(draftMoments.workflowId, id), isNull(draftMoments.content)))
    .get();
  const nothingNew = sameMeaning(before, after);
  if (open && (nothingNew || goesOn(open, given))) {
    to.update(draftMoments)
      .set({ revision, ...(nothingNew ? {} : { savedAt: at }) })
      .where(one(id, open.revision))
      .run();
    return;
  }
  if (open) close(to, { id, open, before });
  beginMoment(to, { id, revision, at, by });
}

export function beginMoment(
  to: Pick<Connection, "insert">,
  { id, revision, at, by }: { id: string; revision: number; at: number; by: string | null },
): void {
  to.insert(draftMoments)
    .values({ workflowId: id, revision, begunAt: at, savedAt: at, savedBy: by, content: null })
    .run();
}

/** The moment that was open is kept whole, and the one before it as its changes from that. */
function close(to: Writes, given: { id: string; open: MomentRow; before: WorkflowDocument }): void {
  const { id, open, before } = given;
  to.update(draftMoments)
    .set({ content: wholeContent(before) })
    .where(one(id, open.revision))
    .run();
  const older = and(eq(draftMoments.workflowId, id), lt(draftMoments.revision, open.revision));
  const previous = to
    .select({ revision: draftMoments.revision, content: draftMoments.content })
    .from(draftMoments)
    .where(older)
    .orderBy(desc(draftMoments.revision))
    .limit(1)
    .get();
  if (!previous?.content) return;
  const elders = to
    .select({
      bytes: sql<number>`length(${draftMoments.content})`,
      whole: sql<number>`substr(${draftMoments.content}, 1, ${wholeMark.length}) = ${wholeMark}`,
    })
    .from(draftMoments)
    .where(and(eq(draftMoments.workflowId, id), lt(draftMoments.revision, previous.revision)))
    .orderBy(desc(draftMoments.revision))
    .limit(longestChain)
    .all();
  if (
    staysWhole(
      previous.content,
      elders.map(({ bytes, whole }) => ({ bytes, whole: whole === 1 })),
    )
  )
    return;
  const content = contentBeside(previous.content, { revision: open.revision, document: before });
  to.update(draftMoments).set({ content }).where(one(id, previous.revision)).run();
}

/** Undefined: there is no such workflow. */
export function listMoments(
  from: Reads,
  { id, limit, cursor }: { id: string; limit: number; cursor?: string },
): Page<MomentRow> | undefined {
  if (!findRecord(from, id)) return undefined;
  const before = cursor === undefined ? undefined : decodeCursor(cursor)[0];
  const rows = from
    .select(columns)
    .from(draftMoments)
    .where(
      and(
        eq(draftMoments.workflowId, id),
        before === undefined ? undefined : lt(draftMoments.revision, before),
      ),
    )
    .orderBy(desc(draftMoments.revision))
    .limit(limit + 1)
    .all();
  return pageOf(rows, { limit, position: ({ revision }) => [revision, id] });
}

export function findMoment(
  from: Reads,
  { id, revision }: { id: string; revision: number },
): Moment | undefined {
  const record = findRecord(from, id);
  if (!record) return undefined;
  const rows = from
    .select({ ...columns, content: draftMoments.content })
    .from(draftMoments)
    .where(and(eq(draftMoments.workflowId, id), gte(draftMoments.revision, revision)))
    .orderBy(asc(draftMoments.revision))
    .limit(longestChain + 2)
    .all();
  const [row] = rows;
  if (row?.revision !== revision) return undefined;
  const document = documentOf(rows, record.draft);
  const { content: _, ...moment } = row;
  return document && { ...moment, document };
}
