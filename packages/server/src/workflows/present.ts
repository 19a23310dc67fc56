import type { Workflow, WorkflowListRow } from "@sluice/api/schemas";
import { PublicError } from "../errors.ts";
import type { WorkflowRecord, WorkflowRow } from "../stores/workflows/store.ts";
import type { WorkflowsDependencies } from "./dependencies.ts";
import { toSummary, toWorkflow, type WorkflowFacts } from "./to-workflow.ts";

const hourMs = 60 * 60 * 1000;
const dayMs = 24 * hourMs;

/** Enough for the shape of a line; a page of 50 busy workflows takes a tenth of a second with it (1M executions, SQLite). */
const mostPerHour = 200;

/** The workflow, or `workflow-not-found`. */
export async function existing({ store }: WorkflowsDependencies, id: string): Promise<WorkflowRecord> {
  const record = await store.get(id);
  if (!record) throw new PublicError("workflow-not-found");
  return record;
}

/** One workflow as the API shows it. */
export async function present(given: WorkflowsDependencies, row: WorkflowRecord): Promise<Workflow> {
  const facts = await factsOf(given, [row.id]);
  return toWorkflow({ row, facts: facts(row.id), hookUrl: given.hookUrl });
}

/** Several workflows as lists show them: four questions to the other stores, however many there are. */
export async function presentAll(
  given: WorkflowsDependencies,
  rows: readonly WorkflowRow[],
): Promise<WorkflowListRow[]> {
  const workflowIds = rows.map(({ id }) => id);
  const [facts, hours] = await Promise.all([
    factsOf(given, workflowIds),
    given.activity.countBetween({ workflowIds, bounds: lastHours(given.clock()), atMost: mostPerHour }),
  ]);
  return rows.map((row) => ({
    ...toSummary({ row, facts: facts(row.id), hookUrl: given.hookUrl }),
    hours: hours.get(row.id) ?? [],
  }));
}

/** The bounds of the last 24 hours, which end now: the newest stretch is as long as the others. */
function lastHours(now: number): number[] {
  return Array.from({ length: 25 }, (_, index) => now - (24 - index) * hourMs);
}

/** The workflow after a change, as the API shows it; open editors hear of it. */
export async function presentChanged(given: WorkflowsDependencies, row: WorkflowRecord): Promise<Workflow> {
  const { id: workflowId, revision, published } = row;
  given.hub.publish({ kind: "workflow", workflowId, revision, published });
  return present(given, row);
}

async function factsOf(
  { activity, clock }: WorkflowsDependencies,
  workflowIds: readonly string[],
): Promise<(id: string) => WorkflowFacts> {
  const [received, failures, held] = await Promise.all([
    activity.lastReceived(workflowIds),
    activity.countFailures({ workflowIds, since: clock() - dayMs }),
    activity.countHeld(workflowIds),
  ]);
  return (id) => ({
    lastDeliveryAt: received.get(id),
    failures24h: failures.get(id) ?? 0,
    held: held.get(id) ?? 0,
  });
}
