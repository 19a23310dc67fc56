import { and, asc, count, eq, sql } from "drizzle-orm";
import type { PostgresDatabase } from "../database/postgres/database.ts";
import { testCases } from "../schema/postgres/test-cases.ts";
import { toRow, toTestCase } from "./records.ts";
import type { TestCasesStore } from "./store.ts";

/** Test cases in PostgreSQL. */
export function createPostgresTestCasesStore({ db, transaction }: PostgresDatabase): TestCasesStore {
  const one = ({ workflowId, id }: { workflowId: string; id: string }) =>
    and(eq(testCases.workflowId, workflowId), eq(testCases.id, id));
  return {
    create({ testCase, most }) {
      return transaction(async (tx) => {
        // Nobody else adds one until this commits.
        await tx.execute(sql`lock table ${testCases} in share row exclusive mode`);
        const [there] = await tx
          .select({ count: count() })
          .from(testCases)
          .where(eq(testCases.workflowId, testCase.workflowId));
        if ((there?.count ?? 0) >= most) return "full" as const;
        await tx.insert(testCases).values(toRow(testCase));
        return undefined;
      });
    },
    async ofWorkflow(workflowId) {
      const rows = await db
        .select()
        .from(testCases)
        .where(eq(testCases.workflowId, workflowId))
        .orderBy(asc(testCases.name), asc(testCases.id));
      return rows.map(toTestCase);
    },
    async get(given) {
      const [row] = await db.select().from(testCases).where(one(given));
      return row && toTestCase(row);
    },
    async save(testCase) {
      const { name, content, updatedAt } = toRow(testCase);
      const saved = await db
        .update(testCases)
        .set({ name, content, updatedAt })
        .where(one(testCase))
        .returning({ id: testCases.id });
      return saved.length === 1;
    },
    async delete(given) {
      const gone = await db.delete(testCases).where(one(given)).returning({ id: testCases.id });
      return gone.length === 1;
    },
  };
}
