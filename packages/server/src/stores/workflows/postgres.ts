import { and, desc, eq, isNotNull, isNull, lt, notInArray, or, sql } from "drizzle-orm";
import type pg from "pg";
import type { PostgresDatabase } from "../database/postgres/database.ts";
import { notifyWithin } from "../database/postgres/notify.ts";
import type { Connection } from "../database/postgres/transaction.ts";
import { decodeCursor, pageOf } from "../paging/cursor.ts";
import { escapeText } from "../schema/postgres/columns.ts";
import { secrets, versionSecrets } from "../schema/postgres/secrets.ts";
import { hookKeys, workflows, workflowVersions } from "../schema/postgres/workflows.ts";
import { writeEvent } from "./postgres-events.ts";
import { deleteListening, writeListening } from "./postgres-listening.ts";
import { beginMoment, findMoment, listMoments, writeMoment } from "./postgres-moments.ts";
import { postgresPlacement } from "./postgres-placement.ts";
import {
  alive,
  findRecord,
  inFolder,
  lockRow,
  ofWorkflow,
  publishedVersion,
  selectRows,
} from "./postgres-rows.ts";
import { writeSecrets } from "./postgres-secrets.ts";
import { listTrashed } from "./postgres-trash.ts";
import { draftColumns, pickVersion, present, toDocument, toHook, toRow } from "./records.ts";
import type { WorkflowsStore } from "./store.ts";

/** What is heard of the other processes (live/broadcast.ts). */
interface Elsewhere {
  subscribe(
    channel: "workflow-changed",
    listener: (id: string, from: "here" | "elsewhere") => void,
  ): () => void;
  onGap(listener: () => void): () => void;
}

/** Workflows in PostgreSQL. Changes are told to the other processes by the commit that makes them. */
export function createPostgresWorkflowsStore(
  database: PostgresDatabase,
  broadcast: Elsewhere,
): WorkflowsStore {
  const { db } = database;
  const listeners = new Set<(workflowId: string | null) => void>();
  const tell = (workflowId: string | null) => {
    for (const listener of listeners) listener(workflowId);
  };
  broadcast.subscribe("workflow-changed", (id, from) => {
    if (from === "elsewhere") tell(id);
  });
  broadcast.onGap(() => tell(null));

  /** One transaction about one workflow; `changed` says whether its result changes what its hooks answer. */
  const change = async <Result>(
    id: string,
    work: (tx: Connection, client: pg.ClientBase) => Promise<Result>,
    changed: (result: Result) => boolean,
  ): Promise<Result> => {
    const result = await database.transaction(async (tx, client) => {
      const made = await work(tx, client);
      if (changed(made)) await notifyWithin(tx, { database, channel: "workflow-changed", text: id });
      return made;
    });
    if (changed(result)) tell(id);
    return result;
  };
  /** Updates one workflow that is not in the trash. */
  const update = (
    id: string,
    values: Partial<typeof workflows.$inferInsert>,
    { listens }: { listens: boolean },
  ): Promise<boolean> =>
    change(
      id,
      async (tx) => {
        const { rowCount } = await tx.update(workflows).set(values).where(alive(id));
        if (rowCount === 1 && !listens) await deleteListening(tx, id);
        return rowCount === 1;
      },
      (updated) => updated,
    );

  return {
    create({ id, hookKey, draft, at, by = null }) {
      return change(
        id,
        async (tx) => {
          await tx
            .insert(workflows)
            .values({ id, ...draftColumns(draft), revision: 1, createdAt: at, updatedAt: at });
          await tx.insert(hookKeys).values({ key: hookKey, workflowId: id });
          await beginMoment(tx, { id, revision: 1, at, by });
          await writeSecrets(tx, { id, draft, at });
          return present(await findRecord(tx, id));
        },
        () => true,
      );
    },

    get(id) {
      return findRecord(db, id);
    },

    ...postgresPlacement(database),

    async list({ limit, cursor, q, folder, tag }) {
      const after = cursor === undefined ? undefined : decodeCursor(cursor);
      const rows = await selectRows(db)
        .where(
          and(
            isNull(workflows.trashedAt),
            q ? sql`strpos(${workflows.nameKey}, ${escapeText(q.toLowerCase())}) > 0` : undefined,
            folder === undefined ? undefined : inFolder(folder),
            tag === undefined
              ? undefined
              : sql`jsonb_exists(${workflows.tags}::jsonb, ${escapeText(tag)}::text)`,
            after &&
              or(
                lt(workflows.updatedAt, after[0]),
                and(eq(workflows.updatedAt, after[0]), lt(workflows.id, after[1])),
              ),
          ),
        )
        .orderBy(desc(workflows.updatedAt), desc(workflows.id))
        .limit(limit + 1);
      return pageOf(rows.map(toRow), { limit, position: ({ updatedAt, id }) => [updatedAt, id] });
    },

    save({ id, revision, draft, at, by = null, apart = false }) {
      return change(
        id,
        async (tx) => {
          const locked = await lockRow(tx, id);
          if (!locked) return { kind: "missing" } as const;
          if (locked.revision !== revision) {
            return { kind: "stale", current: present(await findRecord(tx, id)) } as const;
          }
          await tx
            .update(workflows)
            .set({ ...draftColumns(draft), revision: revision + 1, updatedAt: at })
            .where(eq(workflows.id, id));
          const drafts = { before: toDocument(locked.draft, id), after: draft.document };
          await writeMoment(tx, { id, revision: revision + 1, ...drafts, at, by, apart });
          await writeSecrets(tx, { id, draft, at });
          return { kind: "saved", workflow: present(await findRecord(tx, id)) } as const;
        },
        ({ kind }) => kind === "saved",
      );
    },

    publish({ id, revision, note, by, secretIds, frozen, listening, at, event }) {
      return change(
        id,
        async (tx, client) => {
          const locked = await lockRow(tx, id);
          if (!locked) return { kind: "missing" } as const;
          if (locked.revision !== revision) {
            return { kind: "stale", current: present(await findRecord(tx, id)) } as const;
          }
          const version = locked.lastVersion + 1;
          await tx.insert(workflowVersions).values({
            workflowId: id,
            version,
            document: frozen === undefined ? locked.draft : JSON.stringify(frozen),
            meaning: locked.draftMeaning,
            note,
            publishedAt: at,
            publishedBy: by,
          });
          const kept = secretIds.map((secretId) => ({ workflowId: id, version, secretId }));
          if (kept.length > 0) await tx.insert(versionSecrets).values(kept);
          await tx
            .update(workflows)
            .set({ published: version, lastVersion: version })
            .where(eq(workflows.id, id));
          await writeListening({ tx, client }, { id, listening, at });
          if (event) await writeEvent({ tx, client }, event(version));
          return { kind: "published", version } as const;
        },
        ({ kind }) => kind === "published",
      );
    },

    unpublish(id) {
      return update(id, { published: null }, { listens: false });
    },

    setPaused({ id, paused, event }) {
      return change(
        id,
        async (tx, client) => {
          const before = await lockRow(tx, id);
          if (!before) return false;
          await tx.update(workflows).set({ paused }).where(eq(workflows.id, id));
          if (event && before.paused !== paused) await writeEvent({ tx, client }, event);
          return true;
        },
        (found) => found,
      );
    },

    rotateKey({ id, hookKey, oldUntil }) {
      return change(
        id,
        async (tx) => {
          if (!(await lockRow(tx, id))) return false;
          await tx
            .update(hookKeys)
            .set({ validUntil: oldUntil })
            .where(and(ofWorkflow(id, "key"), isNull(hookKeys.validUntil)));
          await tx.insert(hookKeys).values({ key: hookKey, workflowId: id });
          return true;
        },
        (rotated) => rotated,
      );
    },

    setAlias({ id, alias }) {
      return change(
        id,
        async (tx) => {
          // Who asks for the same alias at the same time sees what became of it.
          await tx.execute(sql`select pg_advisory_xact_lock(hashtext(${`hook alias ${alias ?? ""}`}))`);
          if (!(await lockRow(tx, id))) return { kind: "missing" } as const;
          const [holder] = await tx
            .select({ id: workflows.id, name: workflows.name, trashedAt: workflows.trashedAt })
            .from(hookKeys)
            .innerJoin(workflows, eq(workflows.id, hookKeys.workflowId))
            .where(eq(hookKeys.key, alias ?? ""));
          if (holder && holder.id !== id && holder.trashedAt === null) {
            return { kind: "taken", by: { id: holder.id, name: holder.name } } as const;
          }
          if (holder) await tx.delete(hookKeys).where(ofWorkflow(holder.id, "alias"));
          await tx.delete(hookKeys).where(ofWorkflow(id, "alias"));
          if (alias !== null) await tx.insert(hookKeys).values({ key: alias, workflowId: id, kind: "alias" });
          return { kind: "set" } as const;
        },
        ({ kind }) => kind === "set",
      );
    },

    trash({ id, at }) {
      return update(id, { trashedAt: at }, { listens: false });
    },

    trashed(given) {
      return listTrashed(db, given);
    },

    untrash({ id, listeningOf, at }) {
      return change(
        id,
        async (tx, client) => {
          const { rowCount } = await tx
            .update(workflows)
            .set({ trashedAt: null })
            .where(and(eq(workflows.id, id), isNotNull(workflows.trashedAt)));
          if (rowCount !== 1) return false;
          const [version] = await tx
            .select({ document: workflowVersions.document })
            .from(workflows)
            .innerJoin(workflowVersions, publishedVersion)
            .where(alive(id));
          const listening = version && listeningOf(toDocument(version.document, id));
          if (listening) await writeListening({ tx, client }, { id, listening, at });
          return true;
        },
        (restored) => restored,
      );
    },

    purge({ trashedBefore, unusedBefore, at }) {
      return database.transaction(async (tx) => {
        await tx.delete(workflows).where(lt(workflows.trashedAt, trashedBefore));
        await tx.delete(hookKeys).where(lt(hookKeys.validUntil, at));
        await tx
          .delete(secrets)
          .where(
            and(
              lt(secrets.unusedSince, unusedBefore),
              notInArray(secrets.id, tx.select({ id: versionSecrets.secretId }).from(versionSecrets)),
            ),
          );
      });
    },

    async versions({ id, limit, cursor }) {
      const before = cursor === undefined ? undefined : decodeCursor(cursor)[0];
      const [there] = await db.select({ id: workflows.id }).from(workflows).where(alive(id));
      if (!there) return undefined;
      const rows = await db
        .select({
          version: workflowVersions.version,
          note: workflowVersions.note,
          publishedAt: workflowVersions.publishedAt,
          publishedBy: workflowVersions.publishedBy,
        })
        .from(workflowVersions)
        .where(
          and(
            eq(workflowVersions.workflowId, id),
            before === undefined ? undefined : lt(workflowVersions.version, before),
          ),
        )
        .orderBy(desc(workflowVersions.version))
        .limit(limit + 1);
      return pageOf(rows, { limit, position: ({ version }) => [version, id] });
    },

    async version({ id, version, evenTrashed = false }) {
      const [row] = await db
        .select({ version: workflowVersions })
        .from(workflowVersions)
        .innerJoin(workflows, eq(workflows.id, workflowVersions.workflowId))
        .where(and(evenTrashed ? eq(workflows.id, id) : alive(id), eq(workflowVersions.version, version)));
      return row && { ...pickVersion(row.version), document: toDocument(row.version.document, id) };
    },

    moments(given) {
      return listMoments(db, given);
    },

    moment(given) {
      return findMoment(db, given);
    },

    async published(id) {
      const [row] = await db
        .select({
          name: workflows.name,
          version: workflowVersions.version,
          paused: workflows.paused,
          document: workflowVersions.document,
        })
        .from(workflows)
        .innerJoin(workflowVersions, publishedVersion)
        .where(alive(id));
      return row && { ...row, document: toDocument(row.document, id) };
    },

    async hookByKey({ key, at }) {
      const [row] = await db
        .select({ workflow: workflows, key: hookKeys, version: workflowVersions })
        .from(hookKeys)
        .innerJoin(workflows, and(eq(workflows.id, hookKeys.workflowId), isNull(workflows.trashedAt)))
        .leftJoin(workflowVersions, publishedVersion)
        .where(eq(hookKeys.key, key));
      return row && toHook(row, at);
    },

    onChanged(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
