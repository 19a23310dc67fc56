import type { Delivery, DeliverySummary } from "@sluice/api/schemas";
import type { JsonObject } from "@sluice/workflow/node-contract";
import { and, desc, eq, lt, sql } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import { deliveries, deliveryCounters } from "../schema/deliveries.ts";
import { executions } from "../schema/executions.ts";
import type { DeliveriesStore, HeaderPair } from "./store.ts";

const summaryColumns = {
  id: deliveries.id,
  workflowId: deliveries.workflowId,
  receivedAt: deliveries.receivedAt,
  verdict: deliveries.verdict,
  reason: deliveries.reason,
  method: deliveries.method,
  address: deliveries.address,
  status: deliveries.status,
  executionId: deliveries.executionId,
  version: deliveries.version,
  durationMs: deliveries.durationMs,
};

/** Reads deliveries from SQLite; they are written by the intake. */
export function createSqliteDeliveriesStore(database: Database): DeliveriesStore {
  const { read } = database;
  const newest = read
    .select({ receivedAt: deliveries.receivedAt })
    .from(deliveries)
    .where(eq(deliveries.workflowId, sql.placeholder("workflowId")))
    .orderBy(desc(deliveries.id))
    .limit(1)
    .prepare();
  return {
    async list({ workflowId, verdict, reason, before, limit }) {
      const rows = read
        .select(summaryColumns)
        .from(deliveries)
        .where(
          and(
            workflowId === undefined ? undefined : eq(deliveries.workflowId, workflowId),
            // Written out, so that the partial index of the refused ones serves it.
            verdict && (verdict === "refused" ? sql`verdict = 'refused'` : sql`verdict = 'accepted'`),
            reason === undefined ? undefined : eq(deliveries.reason, reason),
            before === undefined ? undefined : lt(deliveries.id, before),
          ),
        )
        .orderBy(desc(deliveries.id))
        .limit(limit)
        .all();
      return rows.map(toSummary);
    },

    async get(id) {
      const row = read
        .select({ delivery: deliveries, executionAnswer: executions.answer })
        .from(deliveries)
        .leftJoin(executions, eq(executions.id, deliveries.executionId))
        .where(eq(deliveries.id, id))
        .get();
      return row && toDelivery(row.delivery, row.executionAnswer);
    },

    async source(id) {
      const row = read.select().from(deliveries).where(eq(deliveries.id, id)).get();
      if (!row) return undefined;
      const { method, url, address, body } = row;
      return { method, url, address, body, headers: toPairs(row.headers), variables: toVariables(row) };
    },

    async counters(workflowId) {
      const { reason, count, lastAt } = deliveryCounters;
      return read
        .select({ reason, count, lastAt })
        .from(deliveryCounters)
        .where(eq(deliveryCounters.workflowId, workflowId))
        .orderBy(reason)
        .all();
    },

    async lastReceived(workflowIds) {
      const found = new Map<string, number>();
      for (const workflowId of workflowIds) {
        // One look at the end of the index each; a grouped maximum would read all of it.
        const row = newest.get({ workflowId });
        if (row) found.set(workflowId, row.receivedAt);
      }
      return found;
    },
  };
}

type Row = typeof deliveries.$inferSelect;

function toSummary(row: Pick<Row, keyof typeof summaryColumns>): DeliverySummary {
  return { ...row, receivedAt: new Date(row.receivedAt).toISOString() };
}

function toDelivery(row: Row, executionAnswer: string | null): Delivery {
  const { id, workflowId, receivedAt, verdict, reason, method, address, status, executionId } = row;
  const { version, durationMs, url, bodyBytes, bodyTruncated } = row;
  return {
    ...toSummary({
      id,
      workflowId,
      receivedAt,
      verdict,
      reason,
      method,
      address,
      status,
      executionId,
      version,
      durationMs,
    }),
    request: { method, url, headers: toPairs(row.headers), ...toText(row.body), bodyBytes, bodyTruncated },
    variables: toVariables(row),
    answer: toAnswer(row, executionAnswer),
    problem: toProblem(row),
  };
}

/** Text when the bytes are UTF-8 and come back the same from it, else base64. */
function toText(body: Buffer): { body: string; bodyEncoding: "utf8" | "base64" } {
  const text = body.toString("utf8");
  return Buffer.from(text, "utf8").equals(body)
    ? { body: text, bodyEncoding: "utf8" }
    : { body: body.toString("base64"), bodyEncoding: "base64" };
}

function toAnswer(row: Row, executionAnswer: string | null): Delivery["answer"] {
  if (row.status === null) return null;
  const text = row.answer ?? executionAnswer;
  if (text === null) return { status: row.status, headers: [], body: "" };
  const { headers, body, contentType } = JSON.parse(text) as {
    headers: HeaderPair[];
    body: string;
    contentType?: string | null;
  };
  const type = contentType ? [{ name: "content-type", value: contentType }] : [];
  return { status: row.status, headers: [...type, ...headers], body };
}

/** The problem document of a refusal: it is the answer's body. */
function toProblem(row: Row): Delivery["problem"] {
  if (row.verdict !== "refused" || row.answer === null) return null;
  return JSON.parse((JSON.parse(row.answer) as { body: string }).body) as JsonObject;
}

function toVariables(row: Row): JsonObject | null {
  return row.variables === null ? null : (JSON.parse(row.variables) as JsonObject);
}

function toPairs(headers: string): HeaderPair[] {
  return (JSON.parse(headers) as [string, string][]).map(([name, value]) => ({ name, value }));
}
