import { and, asc, count, eq } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import { testCases } from "../schema/test-cases.ts";
import { toRow, toTestCase } from "./records.ts";
import type { TestCasesStore } from "./store.ts";

const immediate = { behavior: "immediate" } as const;

/** Test cases in SQLite. */
export function createSqliteTestCasesStore({ write, read }: Database): TestCasesStore {
  const one = ({ workflowId, id }: { workflowId: string; id: string }) =>
    and(eq(testCases.workflowId, workflowId), eq(testCases.id, id));
  return {
    async create({ testCase, most }) {
      return write.transaction((tx) => {
        const there = tx
          .select({ count: count() })
          .from(testCases)
          .where(eq(testCases.workflowId, testCase.workflowId))
          .get();
        if ((there?.count ?? 0) >= most) return "full" as const;
        tx.insert(testCases).values(toRow(testCase)).run();
        return undefined;
      }, immediate);
    },
    async ofWorkflow(workflowId) {
      const rows = read
        .select()
        .from(testCases)
        .where(eq(testCases.workflowId, workflowId))
        .orderBy(asc(testCases.name), asc(testCases.id))
        .all();
      return rows.map(toTestCase);
    },
    async get(given) {
      const row = read.select().from(testCases).where(one(given)).get();
      return row && toTestCase(row);
    },
    async save(testCase) {
      const { name, content, updatedAt } = toRow(testCase);
      return (
        write.update(testCases).set({ name, content, updatedAt }).where(one(testCase)).run().changes === 1
      );
    },
    async delete(given) {
      return write.delete(testCases).where(one(given)).run().changes === 1;
    },
  };
}
