import { and, desc, eq, isNotNull, isNull, lt, notInArray, or, sql } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import { decodeCursor, pageOf } from "../paging/cursor.ts";
import { secrets, versionSecrets } from "../schema/secrets.ts";
import { hookKeys, workflows, workflowVersions } from "../schema/workflows.ts";
import { draftColumns, pickVersion, present, toDocument, toHook, toRow } from "./records.ts";
import { writeEvent } from "./sqlite-events.ts";
import { deleteListening, writeListening } from "./sqlite-listening.ts";
import { beginMoment, findMoment, listMoments, writeMoment } from "./sqlite-moments.ts";
import { sqlitePlacement } from "./sqlite-placement.ts";
import { alive, findRecord, inFolder, ofWorkflow, publishedVersion, selectRows } from "./sqlite-rows.ts";
import { writeSecrets } from "./sqlite-secrets.ts";
import { listTrashed } from "./sqlite-trash.ts";
import type { WorkflowsStore } from "./store.ts";

const immediate = { behavior: "immediate" } as const;

/** Workflows in SQLite. */
export function createSqliteWorkflowsStore(database: Database): WorkflowsStore {
  const { write, read } = database;
  const listeners = new Set<(workflowId: string) => void>();
  const changed = (workflowId: string) => {
    for (const listener of listeners) listener(workflowId);
  };
  /** Updates one workflow that is not in the trash and tells it when there was one. */
  const update = (
    id: string,
    values: Partial<typeof workflows.$inferInsert>,
    { listens }: { listens: boolean },
  ) => {
    const updated = write.transaction((tx) => {
      const { changes } = tx.update(workflows).set(values).where(alive(id)).run();
      if (changes > 0 && !listens) deleteListening(tx, id);
      return changes > 0;
    }, immediate);
    if (updated) changed(id);
    return updated;
  };

  // Prepared once: a flood of unknown keys asks for each of them, and building the statement anew took a quarter of its time.
  const hookOfKey = read
    .select({ workflow: workflows, key: hookKeys, version: workflowVersions })
    .from(hookKeys)
    .innerJoin(workflows, and(eq(workflows.id, hookKeys.workflowId), isNull(workflows.trashedAt)))
    .leftJoin(workflowVersions, publishedVersion)
    .where(eq(hookKeys.key, sql.placeholder("key")))
    .prepare();

  return {
    async create({ id, hookKey, draft, at, by = null }) {
      const record = write.transaction((tx) => {
        tx.insert(workflows)
          .values({ id, ...draftColumns(draft), revision: 1, createdAt: at, updatedAt: at })
          .run();
        tx.insert(hookKeys).values({ key: hookKey, workflowId: id }).run();
        beginMoment(tx, { id, revision: 1, at, by });
        writeSecrets(tx, { id, draft, at });
        return present(findRecord(tx, id));
      }, immediate);
      changed(id);
      return record;
    },

    async get(id) {
      return findRecord(read, id);
    },

    ...sqlitePlacement(database),

    async list({ limit, cursor, q, folder, tag }) {
      const after = cursor === undefined ? undefined : decodeCursor(cursor);
      const rows = selectRows(read)
        .where(
          and(
            isNull(workflows.trashedAt),
            q ? sql`instr(${workflows.nameKey}, ${q.toLowerCase()}) > 0` : undefined,
            folder === undefined ? undefined : inFolder(folder),
            tag === undefined
              ? undefined
              : sql`exists (select 1 from json_each(${workflows.tags}) where value = ${tag})`,
            after &&
              or(
                lt(workflows.updatedAt, after[0]),
                and(eq(workflows.updatedAt, after[0]), lt(workflows.id, after[1])),
              ),
          ),
        )
        .orderBy(desc(workflows.updatedAt), desc(workflows.id))
        .limit(limit + 1)
        .all();
      return pageOf(rows.map(toRow), { limit, position: ({ updatedAt, id }) => [updatedAt, id] });
    },

    async save({ id, revision, draft, at, by = null, apart = false }) {
      const result = write.transaction((tx) => {
        const current = findRecord(tx, id);
        if (!current) return { kind: "missing" } as const;
        if (current.revision !== revision) return { kind: "stale", current } as const;
        tx.update(workflows)
          .set({ ...draftColumns(draft), revision: revision + 1, updatedAt: at })
          .where(eq(workflows.id, id))
          .run();
        const drafts = { before: current.draft, after: draft.document };
        writeMoment(tx, { id, revision: revision + 1, ...drafts, at, by, apart });
        writeSecrets(tx, { id, draft, at });
        return { kind: "saved", workflow: present(findRecord(tx, id)) } as const;
      }, immediate);
      if (result.kind === "saved") changed(id);
      return result;
    },

    async publish({ id, revision, note, by, secretIds, frozen, listening, at, event }) {
      const result = write.transaction((tx) => {
        const current = tx.select().from(workflows).where(alive(id)).get();
        if (!current) return { kind: "missing" } as const;
        if (current.revision !== revision) {
          return { kind: "stale", current: present(findRecord(tx, id)) } as const;
        }
        const version = current.lastVersion + 1;
        tx.insert(workflowVersions)
          .values({
            workflowId: id,
            version,
            document: frozen === undefined ? current.draft : JSON.stringify(frozen),
            meaning: current.draftMeaning,
            note,
            publishedAt: at,
            publishedBy: by,
          })
          .run();
        for (const secretId of secretIds) {
          tx.insert(versionSecrets).values({ workflowId: id, version, secretId }).run();
        }
        tx.update(workflows)
          .set({ published: version, lastVersion: version })
          .where(eq(workflows.id, id))
          .run();
        writeListening(write, { id, listening, at });
        if (event) writeEvent(write, event(version));
        return { kind: "published", version } as const;
      }, immediate);
      if (result.kind === "published") changed(id);
      return result;
    },

    async unpublish(id) {
      return update(id, { published: null }, { listens: false });
    },

    async setPaused({ id, paused, event }) {
      const found = write.transaction((tx) => {
        const row = tx.select({ paused: workflows.paused }).from(workflows).where(alive(id)).get();
        tx.update(workflows).set({ paused }).where(alive(id)).run();
        if (event && row && row.paused !== paused) writeEvent(write, event);
        return row !== undefined;
      }, immediate);
      if (found) changed(id);
      return found;
    },

    async rotateKey({ id, hookKey, oldUntil }) {
      const rotated = write.transaction((tx) => {
        if (!tx.select({ id: workflows.id }).from(workflows).where(alive(id)).get()) return false;
        tx.update(hookKeys)
          .set({ validUntil: oldUntil })
          .where(and(ofWorkflow(id, "key"), isNull(hookKeys.validUntil)))
          .run();
        tx.insert(hookKeys).values({ key: hookKey, workflowId: id }).run();
        return true;
      }, immediate);
      if (rotated) changed(id);
      return rotated;
    },

    async setAlias({ id, alias }) {
      const result = write.transaction((tx) => {
        if (!tx.select({ id: workflows.id }).from(workflows).where(alive(id)).get()) {
          return { kind: "missing" } as const;
        }
        const holder = tx
          .select({ id: workflows.id, name: workflows.name, trashedAt: workflows.trashedAt })
          .from(hookKeys)
          .innerJoin(workflows, eq(workflows.id, hookKeys.workflowId))
          .where(eq(hookKeys.key, alias ?? ""))
          .get();
        if (holder && holder.id !== id && holder.trashedAt === null) {
          return { kind: "taken", by: { id: holder.id, name: holder.name } } as const;
        }
        if (holder) tx.delete(hookKeys).where(ofWorkflow(holder.id, "alias")).run();
        tx.delete(hookKeys).where(ofWorkflow(id, "alias")).run();
        if (alias !== null) tx.insert(hookKeys).values({ key: alias, workflowId: id, kind: "alias" }).run();
        return { kind: "set" } as const;
      }, immediate);
      if (result.kind === "set") changed(id);
      return result;
    },

    async trash({ id, at }) {
      return update(id, { trashedAt: at }, { listens: false });
    },

    async trashed(given) {
      return listTrashed(read, given);
    },

    async untrash({ id, listeningOf, at }) {
      const restored = write.transaction((tx) => {
        const { changes } = tx
          .update(workflows)
          .set({ trashedAt: null })
          .where(and(eq(workflows.id, id), isNotNull(workflows.trashedAt)))
          .run();
        if (changes === 0) return false;
        const version = tx
          .select({ document: workflowVersions.document })
          .from(workflows)
          .innerJoin(workflowVersions, publishedVersion)
          .where(alive(id))
          .get();
        if (version)
          writeListening(write, { id, listening: listeningOf(toDocument(version.document, id)), at });
        return true;
      }, immediate);
      if (restored) changed(id);
      return restored;
    },

    async purge({ trashedBefore, unusedBefore, at }) {
      write.transaction((tx) => {
        tx.delete(workflows).where(lt(workflows.trashedAt, trashedBefore)).run();
        tx.delete(hookKeys).where(lt(hookKeys.validUntil, at)).run();
        tx.delete(secrets)
          .where(
            and(
              lt(secrets.unusedSince, unusedBefore),
              notInArray(secrets.id, tx.select({ id: versionSecrets.secretId }).from(versionSecrets)),
            ),
          )
          .run();
      }, immediate);
    },

    async versions({ id, limit, cursor }) {
      if (!read.select({ id: workflows.id }).from(workflows).where(alive(id)).get()) return undefined;
      const before = cursor === undefined ? undefined : decodeCursor(cursor)[0];
      const rows = read
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
        .limit(limit + 1)
        .all();
      return pageOf(rows, { limit, position: ({ version }) => [version, id] });
    },

    async version({ id, version, evenTrashed = false }) {
      const row = read
        .select({ version: workflowVersions })
        .from(workflowVersions)
        .innerJoin(workflows, eq(workflows.id, workflowVersions.workflowId))
        .where(and(evenTrashed ? eq(workflows.id, id) : alive(id), eq(workflowVersions.version, version)))
        .get();
      return row && { ...pickVersion(row.version), document: toDocument(row.version.document, id) };
    },

    async moments(given) {
      return listMoments(read, given);
    },

    async moment(given) {
      return findMoment(read, given);
    },

    async published(id) {
      const row = read
        .select({
          name: workflows.name,
          version: workflowVersions.version,
          paused: workflows.paused,
          document: workflowVersions.document,
        })
        .from(workflows)
        .innerJoin(workflowVersions, publishedVersion)
        .where(alive(id))
        .get();
      return row && { ...row, document: toDocument(row.document, id) };
    },

    async hookByKey({ key, at }) {
      const row = hookOfKey.get({ key });
      return row && toHook(row, at);
    },

    onChanged(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
