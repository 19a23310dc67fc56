import type { ExecutionStatus } from "@sluice/api/schemas";
import { type AnyColumn, type SQL, type SQLWrapper, sql } from "drizzle-orm";
import { encodeTime } from "ulid";

/** The tables of a dialect: both have the same columns, and what is asked here means the same in both. */
interface Tables {
  readonly deliveries: SQLWrapper & { readonly workflowId: AnyColumn };
  readonly executions: SQLWrapper & { readonly workflowId: AnyColumn };
  /**
   * Names the index where a planner without statistics takes a worse one: SQLite believes that an equality of the status
   * finds less than a stretch of time.
   */
  readonly by: (index: string) => SQL;
}

interface Of {
  readonly workflowId?: string | undefined;
}

/** What is asked for figures. Every inner query ends at a bound; the index that it reads stands beside it. */
export function figuresQueries({ deliveries, executions, by }: Tables) {
  const ofDeliveries = ({ workflowId }: Of): SQL =>
    workflowId === undefined
      ? sql``
      : sql` and workflow_id = ${sql.param(workflowId, deliveries.workflowId)}`;
  const ofExecutions = ({ workflowId }: Of): SQL =>
    workflowId === undefined
      ? sql``
      : sql` and workflow_id = ${sql.param(workflowId, executions.workflowId)}`;
  const upTo = (rows: SQL, atMost: number): SQL =>
    sql`(select count(*) from (${rows} limit ${atMost}) as counted)`;

  return {
    /** The primary key, or deliveries_by_workflow; what was not accepted is few, in an index of its own. */
    accepted(query: Of & { from: number; to: number; atMost: number }): SQL {
      const range = sql`id >= ${first("dlv", query.from)} and id < ${first("dlv", query.to)}${ofDeliveries(query)}`;
      const all = sql`select 1 from ${deliveries} where ${range}`;
      const few = query.workflowId === undefined ? "deliveries_not_accepted" : "deliveries_aside";
      const others = sql`select 1 from ${deliveries} ${by(few)} where ${range} and verdict <> 'accepted'`;
      return sql`select ${upTo(all, query.atMost)} as "all", ${upTo(others, query.atMost)} as others`;
    },

    /** deliveries_by_workflow, backwards. */
    lastAccepted({ workflowId, since }: { workflowId: string; since: number }): SQL {
      return sql`select received_at as at from ${deliveries}
        where id >= ${first("dlv", since)}${ofDeliveries({ workflowId })} and verdict = 'accepted'
        order by id desc limit 1`;
    },

    /** deliveries_aside, or deliveries_not_accepted. */
    refused(query: Of & { from: number; limit: number }): SQL {
      return sql`select received_at as at from ${deliveries}
        where verdict <> 'accepted' and verdict = 'refused' and id >= ${first("dlv", query.from)}${ofDeliveries(query)}
        order by id desc limit ${query.limit}`;
    },

    /** The primary key, or executions_by_workflow. */
    begun(query: Of & { from: number; atMost: number }): SQL {
      const all = sql`select id from ${executions} where id >= ${first("exe", query.from)}${ofExecutions(query)}`;
      return sql`select ${upTo(all, query.atMost)} as count,
        (${all} order by id desc limit 1 offset ${query.atMost}) as beyond`;
    },

    /** executions_failed. */
    failed(query: Of & { from: number; limit: number }): SQL {
      return sql`select id, workflow_id as "workflowId", started_by as "startedBy", finished_at as "finishedAt", error, origin
        from ${executions} ${by("executions_failed")}
        where status in ('failed', 'timed-out') and finished_at >= ${query.from} and version is not null${ofExecutions(query)}
        order by finished_at desc limit ${query.limit}`;
    },

    /** executions_failed. */
    countFailed({ from, to, atMost }: { from: number; to: number; atMost: number }): SQL {
      const rows = sql`select 1 from ${executions} ${by("executions_failed")}
        where status in ('failed', 'timed-out') and finished_at >= ${from} and finished_at < ${to}`;
      return sql`select ${upTo(rows, atMost)} as count`;
    },

    /** executions_by_status. */
    byStatus({ status, atMost }: { status: ExecutionStatus; atMost: number }): SQL {
      return sql`select ${upTo(sql`select 1 from ${executions} where status = ${status}`, atMost)} as count`;
    },

    /** executions_by_concurrency: those that have ended are not in it. */
    atLimit({ atMost }: { atMost: number }): SQL {
      return sql`select concurrency_key as key, workflow_id as "workflowId", count(*) as waiting,
          max(concurrency_limit) as "limit"
        from (
          select concurrency_key, workflow_id, concurrency_limit from ${executions} ${by("executions_by_concurrency")}
          where concurrency_key is not null and finished_at is null and status = 'queued' and wake_at is null
          limit ${atMost}
        ) as waiting
        group by concurrency_key, workflow_id order by count(*) desc, concurrency_key`;
    },

    /** deliveries_held. */
    held({ atMost }: { atMost: number }): SQL {
      const rows = sql`select 1 from ${deliveries} where verdict = 'held' and settled_at is null`;
      return sql`select ${upTo(rows, atMost)} as count`;
    },

    /** The primary key, backwards. */
    sample({ from, to, limit }: { from: number; to: number; limit: number }): SQL {
      return sql`select id, workflow_id as "workflowId" from ${executions}
        where id >= ${first("exe", from)} and id < ${first("exe", to)} and version is not null
        order by id desc limit ${limit}`;
    },
  };
}

/** The smallest id of a moment: ids begin with their time. */
function first(prefix: "dlv" | "exe", milliseconds: number): string {
  return `${prefix}_${encodeTime(Math.max(0, Math.floor(milliseconds)))}`;
}
