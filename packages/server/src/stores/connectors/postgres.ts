import { and, asc, count, eq, ne, sql } from "drizzle-orm";
import type { PostgresDatabase } from "../database/postgres/database.ts";
import { documentsHolding } from "../database/postgres/referring.ts";
import { connectorOperations, connectors } from "../schema/postgres/connectors.ts";
import { toConnector, toConnectorRow, toHead, toOperation, toOperationRows } from "./records.ts";
import { type ConnectorsStore, connectorReference } from "./store.ts";

/** Rows in one statement: nine parameters each. */
const atOnce = 100;

type Transaction = Parameters<Parameters<PostgresDatabase["transaction"]>[0]>[0];

/** Connectors in PostgreSQL. */
export function createPostgresConnectorsStore({ db, transaction }: PostgresDatabase): ConnectorsStore {
  const insertAll = async (tx: Transaction, rows: ReturnType<typeof toOperationRows>) => {
    for (let from = 0; from < rows.length; from += atOnce) {
      await tx.insert(connectorOperations).values(rows.slice(from, from + atOnce));
    }
  };
  return {
    create({ record, operations }) {
      return transaction(async (tx) => {
        const made = await tx
          .insert(connectors)
          .values(toConnectorRow(record))
          .onConflictDoNothing()
          .returning({ id: connectors.id });
        if (made.length === 0) return false;
        await insertAll(tx, toOperationRows(record.id, operations));
        return true;
      });
    },
    async get(id) {
      const [found] = await db.select().from(connectors).where(eq(connectors.id, id));
      return found && toConnector(found);
    },
    async list() {
      const counts = db
        .select({
          connectorId: connectorOperations.connectorId,
          operationCount: count().as("operation_count"),
        })
        .from(connectorOperations)
        .groupBy(connectorOperations.connectorId)
        .as("counts");
      const found = await db
        .select({ connector: connectors, operationCount: counts.operationCount })
        .from(connectors)
        .leftJoin(counts, eq(counts.connectorId, connectors.id))
        .orderBy(asc(connectors.nameKey));
      return found.map(({ connector, operationCount }) => ({
        record: toConnector(connector),
        operationCount: Number(operationCount ?? 0),
      }));
    },
    async operations(connectorId) {
      const rows = await db
        .select({ content: connectorOperations.content })
        .from(connectorOperations)
        .where(eq(connectorOperations.connectorId, connectorId))
        .orderBy(asc(connectorOperations.position));
      return rows.map(toOperation);
    },
    async operation({ connectorId, id }) {
      const [row] = await db
        .select({ content: connectorOperations.content })
        .from(connectorOperations)
        .where(and(eq(connectorOperations.connectorId, connectorId), eq(connectorOperations.id, id)));
      return row && toOperation(row);
    },
    async heads() {
      const rows = await db
        .select(headColumns)
        .from(connectorOperations)
        .innerJoin(connectors, eq(connectors.id, connectorOperations.connectorId))
        .orderBy(asc(connectors.nameKey), asc(connectorOperations.position));
      return rows.map(toHead);
    },
    update({ record, operations, readAt }) {
      const { id, createdAt: _, ...values } = toConnectorRow(record);
      return transaction(async (tx) => {
        // Nobody else changes one, or takes the name, until this commits.
        await tx.execute(sql`lock table ${connectors} in share row exclusive mode`);
        const [now] = await tx
          .select({ updatedAt: connectors.updatedAt })
          .from(connectors)
          .where(eq(connectors.id, id));
        if (now === undefined) return "missing";
        if (now.updatedAt !== readAt) return "changed";
        const [namesake] = await tx
          .select({ id: connectors.id })
          .from(connectors)
          .where(and(eq(connectors.nameKey, values.nameKey), ne(connectors.id, id)));
        if (namesake) return "name-taken";
        await tx.update(connectors).set(values).where(eq(connectors.id, id));
        if (operations) {
          await tx.delete(connectorOperations).where(eq(connectorOperations.connectorId, id));
          await insertAll(tx, toOperationRows(id, operations));
        }
        return "updated";
      });
    },
    async delete(id) {
      const gone = await db.delete(connectors).where(eq(connectors.id, id)).returning({ id: connectors.id });
      return gone.length === 1;
    },
    async referring() {
      return documentsHolding({ db }, connectorReference);
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
