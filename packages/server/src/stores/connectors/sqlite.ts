import { and, asc, count, eq, ne } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import { documentsHolding } from "../database/referring.ts";
import { connectorOperations, connectors } from "../schema/connectors.ts";
import { toConnector, toConnectorRow, toHead, toOperation, toOperationRows } from "./records.ts";
import { type ConnectorsStore, connectorReference } from "./store.ts";

const immediate = { behavior: "immediate" } as const;

/** Connectors in SQLite. */
export function createSqliteConnectorsStore({ write, read }: Database): ConnectorsStore {
  return {
    async create({ record, operations }) {
      return write.transaction((tx) => {
        const row = toConnectorRow(record);
        if (tx.insert(connectors).values(row).onConflictDoNothing().run().changes === 0) return false;
        for (const one of toOperationRows(record.id, operations)) {
          tx.insert(connectorOperations).values(one).run();
        }
        return true;
      }, immediate);
    },
    async get(id) {
      const found = read.select().from(connectors).where(eq(connectors.id, id)).get();
      return found && toConnector(found);
    },
    async list() {
      const found = read
        .select({ connector: connectors, operationCount: count(connectorOperations.id) })
        .from(connectors)
        .leftJoin(connectorOperations, eq(connectorOperations.connectorId, connectors.id))
        .groupBy(connectors.id)
        .orderBy(asc(connectors.nameKey))
        .all();
      return found.map(({ connector, operationCount }) => ({
        record: toConnector(connector),
        operationCount,
      }));
    },
    async operations(connectorId) {
      const rows = read
        .select({ content: connectorOperations.content })
        .from(connectorOperations)
        .where(eq(connectorOperations.connectorId, connectorId))
        .orderBy(asc(connectorOperations.position))
        .all();
      return rows.map(toOperation);
    },
    async operation({ connectorId, id }) {
      const row = read
        .select({ content: connectorOperations.content })
        .from(connectorOperations)
        .where(and(eq(connectorOperations.connectorId, connectorId), eq(connectorOperations.id, id)))
        .get();
      return row && toOperation(row);
    },
    async heads() {
      const rows = read
        .select(headColumns)
        .from(connectorOperations)
        .innerJoin(connectors, eq(connectors.id, connectorOperations.connectorId))
        .orderBy(asc(connectors.nameKey), asc(connectorOperations.position))
        .all();
      return rows.map(toHead);
    },
    async update({ record, operations, readAt }) {
      const { id, createdAt: _, ...values } = toConnectorRow(record);
      return write.transaction((tx) => {
        const now = tx
          .select({ updatedAt: connectors.updatedAt })
          .from(connectors)
          .where(eq(connectors.id, id))
          .get();
        if (now === undefined) return "missing";
        if (now.updatedAt !== readAt) return "changed";
        const namesake = tx
          .select({ id: connectors.id })
          .from(connectors)
          .where(and(eq(connectors.nameKey, values.nameKey), ne(connectors.id, id)))
          .get();
        if (namesake) return "name-taken";
        tx.update(connectors).set(values).where(eq(connectors.id, id)).run();
        if (operations) {
          tx.delete(connectorOperations).where(eq(connectorOperations.connectorId, id)).run();
          for (const one of toOperationRows(id, operations)) tx.insert(connectorOperations).values(one).run();
        }
        return "updated";
      }, immediate);
    },
    async delete(id) {
      return write.transaction((tx) => {
        tx.delete(connectorOperations).where(eq(connectorOperations.connectorId, id)).run();
        return tx.delete(connectors).where(eq(connectors.id, id)).run().changes === 1;
      }, immediate);
    },
    async referring() {
      return documentsHolding({ read }, connectorReference);
    },
  };
}

const headColumns = {
  id: connectorOperations.id,
  method: connectorOperations.method,
  path: connectorOperations.path,
  summary: connectorOperations.summary,
  tag: connectorOperations.tag,
  deprecated: connectorOperations.deprecated,
  connector: connectors.id,
  connectorName: connectors.name,
};
