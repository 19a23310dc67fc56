import type pg from "pg";
import { insertRowsOf } from "../database/postgres/insert-rows.ts";
import { qualified } from "../database/postgres/update-rows.ts";
import { escapeText } from "../schema/postgres/columns.ts";
import { waits } from "../schema/postgres/waits.ts";
import type { WaitState } from "../waits/store.ts";
import { json } from "./execution-row.ts";
import { keepRow, wake } from "./postgres-append.ts";
import type { IntakeStore, Resolution } from "./store.ts";
import { cameBefore } from "./wait-states.ts";

type Given = Parameters<IntakeStore["resolveWait"]>[0];

const insertWaits = insertRowsOf(waits);
const here = "execution_id = $1 and node = $2 and frame = $3";

/** What comes from outside for steps that sleep. */
export async function resolveWait(client: pg.ClientBase, given: readonly Given[]): Promise<Resolution[]> {
  const outcomes: Resolution[] = [];
  for (const one of given) outcomes.push(await resolveOne(client, one));
  return outcomes;
}

async function resolveOne(client: pg.ClientBase, given: Given): Promise<Resolution> {
  const { place, kind, woken, now, by } = given;
  const at = [place.executionId, place.node, place.frame].map(escapeText);
  // Kept first: its holder, who may be about to let it go, then sees what came, or is seen to have let it go.
  const execution = await keepRow(client, place.executionId);
  const { rows } = await client.query<{ state: WaitState; until: string | null }>(
    `select state, until from ${qualified(waits)} where ${here} for update`,
    at,
  );
  const [known] = rows;
  if (!execution) return known ? cameBefore(known.state) : "unknown";
  if (known) {
    if (known.state !== "open" || (known.until !== null && Number(known.until) <= now)) {
      return cameBefore(known.state);
    }
    await client.query(
      `update ${qualified(waits)} set state = 'resolved', result = $4, resolved_at = $5, resolved_by = $6 where ${here}`,
      [...at, json(woken), now, by === null ? null : escapeText(by)],
    );
  } else {
    if (kind === "approval") return "unknown";
    const blank = { approvalId: null, title: "", message: "", askedAt: now, until: null };
    const resolution = { state: "resolved" as const, result: json(woken), resolvedAt: now, resolvedBy: by };
    await insertWaits(client, [
      { ...place, ...blank, ...resolution, workflowId: execution.workflowId, kind },
    ]);
  }
  await wake(client, place.executionId, now);
  return "resolved";
}
