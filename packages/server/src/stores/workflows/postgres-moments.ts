import { sameMeaning, type WorkflowDocument } from "@sluice/workflow/document";
import { and, asc, desc, eq, gte, isNull, lt, sql } from "drizzle-orm";
import type { Connection } from "../database/postgres/transaction.ts";
import { decodeCursor, pageOf } from "../paging/cursor.ts";
import { draftMoments } from "../schema/postgres/draft-moments.ts";
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
import { findRecord } from "./postgres-rows.ts";
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
export async function writeMoment(
  to: Connection,
  given: { id: string; revision: number; before: WorkflowDocument; after: WorkflowDocument } & MomentSave,
): Promise<void> {
  const { id, revision, before, after, at, by } = given;
  const [open] = await to
    .select(columns)
    .from(draftMoments)
    .where(and(eq(draftMoments.workflowId, id), isNull(draftMoments.content)));
  const nothingNew = sameMeaning(before, after);
  if (open && (nothingNew || goesOn(open, given))) {
    await to
      .update(draftMoments)
      .set({ revision, ...(nothingNew ? {} : { savedAt: at }) })
      .where(one(id, open.revision));
    return;
  }
  if (open) await close(to, { id, open, before });
  await beginMoment(to, { id, revision, at, by });
}

export async function beginMoment(
  to: Connection,
  { id, revision, at, by }: { id: string; revision: number; at: number; by: string | null },
): Promise<void> {
  await to
    .insert(draftMoments)
    .values({ workflowId: id, revision, begunAt: at, savedAt: at, savedBy: by, content: null });
}

/** The moment that was open is kept whole, and the one before it as its changes from that. */
async function close(
  to: Connection,
  given: { id: string; open: MomentRow; before: WorkflowDocument },
): Promise<void> {
  const { id, open, before } = given;
  await to
    .update(draftMoments)
    .set({ content: wholeContent(before) })
    .where(one(id, open.revision));
  const older = and(eq(draftMoments.workflowId, id), lt(draftMoments.revision, open.revision));
  const [previous] = await to
    .select({ revision: draftMoments.revision, content: draftMoments.content })
    .from(draftMoments)
    .where(older)
    .orderBy(desc(draftMoments.revision))
    .limit(1);
  if (!previous?.content) return;
  const elders = await to
    .select({
      bytes: sql<number>`length(${draftMoments.content})`,
      whole: sql<boolean>`substr(${draftMoments.content}, 1, ${wholeMark.length}) = ${wholeMark}`,
    })
    .from(draftMoments)
    .where(and(eq(draftMoments.workflowId, id), lt(draftMoments.revision, previous.revision)))
    .orderBy(desc(draftMoments.revision))
    .limit(longestChain);
  if (staysWhole(previous.content, elders)) return;
  const content = contentBeside(previous.content, { revision: open.revision, document: before });
  await to.update(draftMoments).set({ content }).where(one(id, previous.revision));
}

/** Undefined: there is no such workflow. */
export async function listMoments(
  from: Connection,
  { id, limit, cursor }: { id: string; limit: number; cursor?: string },
): Promise<Page<MomentRow> | undefined> {
  if (!(await findRecord(from, id))) return undefined;
  const before = cursor === undefined ? undefined : decodeCursor(cursor)[0];
  const rows = await from
    .select(columns)
    .from(draftMoments)
    .where(
      and(
        eq(draftMoments.workflowId, id),
        before === undefined ? undefined : lt(draftMoments.revision, before),
      ),
    )
    .orderBy(desc(draftMoments.revision))
    .limit(limit + 1);
  return pageOf(rows, { limit, position: ({ revision }) => [revision, id] });
}

export async function findMoment(
  from: Connection,
  { id, revision }: { id: string; revision: number },
): Promise<Moment | undefined> {
  const record = await findRecord(from, id);
  if (!record) return undefined;
  const rows = await from
    .select({ ...columns, content: draftMoments.content })
    .from(draftMoments)
    .where(and(eq(draftMoments.workflowId, id), gte(draftMoments.revision, revision)))
    .orderBy(asc(draftMoments.revision))
    .limit(longestChain + 2);
  const [row] = rows;
  if (row?.revision !== revision) return undefined;
  const document = documentOf(rows, record.draft);
  const { content: _, ...moment } = row;
  return document && { ...moment, document };
}
