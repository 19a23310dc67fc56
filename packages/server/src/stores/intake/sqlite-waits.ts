import { and, eq } from "drizzle-orm";
import type { Connection } from "../database/connect.ts";
import { executions } from "../schema/executions.ts";
import { waits } from "../schema/waits.ts";
import { json } from "./execution-row.ts";
import { unfinished, wake } from "./sqlite-append.ts";
import type { IntakeStore, Resolution } from "./store.ts";
import { cameBefore } from "./wait-states.ts";

/** What comes from outside for steps that sleep. */
export function waitOperations(connection: Connection) {
  return {
    resolveWait(given: Parameters<IntakeStore["resolveWait"]>[0]): Resolution {
      const { place, kind, woken, now, by } = given;
      const { executionId, node, frame } = place;
      const execution = connection
        .select({ workflowId: executions.workflowId })
        .from(executions)
        .where(and(eq(executions.id, executionId), unfinished))
        .get();
      const here = and(eq(waits.executionId, executionId), eq(waits.node, node), eq(waits.frame, frame));
      const known = connection
        .select({ state: waits.state, until: waits.until })
        .from(waits)
        .where(here)
        .get();
      if (!execution) return known ? cameBefore(known.state) : "unknown";
      const resolution = {
        state: "resolved" as const,
        result: json(woken),
        resolvedAt: now,
        resolvedBy: by,
      };
      if (known) {
        if (known.state !== "open" || (known.until !== null && known.until <= now)) {
          return cameBefore(known.state);
        }
        connection.update(waits).set(resolution).where(here).run();
      } else {
        if (kind === "approval") return "unknown";
        const { workflowId } = execution;
        const blank = { approvalId: null, title: "", message: "", askedAt: now, until: null };
        connection
          .insert(waits)
          .values({ ...place, ...blank, ...resolution, workflowId, kind })
          .run();
      }
      wake(connection, executionId, now);
      return "resolved";
    },
  };
}
