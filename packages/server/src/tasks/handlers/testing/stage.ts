import type { WorkflowDocument } from "@sluice/workflow/document";
import { sql } from "drizzle-orm";
import { createEvents } from "../../../events/events.ts";
import { createErrorWorkflow } from "../../../failures/error-workflow.ts";
import { createSettings } from "../../../settings/settings.ts";
import { createSqliteAuditStore } from "../../../stores/audit/sqlite.ts";
import { createSqliteDeliveriesStore } from "../../../stores/deliveries/sqlite.ts";
import { createSqliteEventsStore } from "../../../stores/events/sqlite.ts";
import type { ExecutionOutcome } from "../../../stores/executions/store.ts";
import { createSqliteReplaysStore } from "../../../stores/replays/sqlite.ts";
import { createSqliteRetentionStore } from "../../../stores/retention/sqlite.ts";
import { createSqliteSettingsStore } from "../../../stores/settings/sqlite.ts";
import { createSqliteSubscriptionsStore } from "../../../stores/subscriptions/sqlite.ts";
import { createSqliteTriggersStore } from "../../../stores/triggers/sqlite.ts";
import { createSqliteWorkflowsStore } from "../../../stores/workflows/sqlite.ts";
import { createAnnounce } from "../../../subscriptions/announce.ts";
import { temporaryDatabase } from "../../../testing/temporary-database.ts";
import { waitingInSqlite } from "../../../testing/waiting-tasks.ts";
import { listeningOf } from "../../../triggers/listening.ts";
import type { QueuedStart } from "../../../triggers/starter.ts";
import type { NewTask } from "../../tasks.ts";
import { createHandlers } from "../handlers.ts";

/**
 * The handlers on real stores, with time in the test's hand and, in the engine's place, a list of what was started: at
 * most one for each start key, as the engine keeps it. Executions are told with `ended`.
 */
export function openStage(begin = "2026-05-01T08:00:00Z") {
  const { database, remove } = temporaryDatabase();
  let now = Date.parse(begin);
  const clock = () => now;
  const workflows = createSqliteWorkflowsStore(database);
  const triggers = createSqliteTriggersStore(database);
  const eventsStore = createSqliteEventsStore(database);
  const retention = createSqliteRetentionStore(database);
  const subscriptions = createSqliteSubscriptionsStore(database);
  const audit = createSqliteAuditStore(database);
  const deliveries = createSqliteDeliveriesStore(database);
  const started: QueuedStart[] = [];
  const added: NewTask[] = [];
  const logged: { details: object; message: string }[] = [];
  const outcomes = new Map<string, ExecutionOutcome>();
  const note = (details: object, message: string) => logged.push({ details, message });

  let startsLeft = Number.POSITIVE_INFINITY;

  const starter = {
    async enqueue(given: QueuedStart) {
      if (startsLeft === 0) throw new Error("the process is gone");
      startsLeft -= 1;
      if (!(await workflows.published(given.workflowId))) return undefined;
      const known = started.findIndex(({ startKey }) => startKey === given.startKey);
      if (known < 0) started.push(given);
      return { executionId: `exe_${known < 0 ? started.length - 1 : known}`, created: known < 0 };
    },
  };
  const tasks = {
    add: async (task: NewTask) => {
      added.push(task);
    },
    poke: () => {},
  };
  const settings = createSettings({
    ...{ store: createSqliteSettingsStore(database), workflows, clock },
    config: { retentionDays: 30, retentionPerWorkflow: 0 },
  });
  const executionUrl = (id: string) => `http://sluice.test/executions/${id}`;
  const events = createEvents({
    store: eventsStore,
    tasks,
    types: { judge: async () => ({ violations: [], refused: false }) },
    messages: subscriptions,
    clock,
  });
  const errorWorkflow = createErrorWorkflow({ workflows, settings, starter, executionUrl, clock });
  const handlers = createHandlers({
    ...{ tasks, starter, eventsStore, triggers, workflows, retention, events, settings, errorWorkflow },
    ...{ executionUrl, clock, log: { info: note, warn: note } },
    executions: { outcome: async (id) => outcomes.get(id), abandoned: async () => [] },
    takeUp: async () => {},
    callOff: async () => {},
    subscriptions,
    audit,
    announce: createAnnounce({ store: subscriptions, clock, wake: () => {} }),
    replays: createSqliteReplaysStore(database),
    runAgain: () => Promise.reject(new Error("nothing is run again here")),
    ...{ deliveries, hub: { readers: 0, publish: () => {} } },
    engine: { plan: nothingToRun, begin: nothingToRun },
  });
  const { signal } = new AbortController();

  return {
    ...{
      workflows,
      triggers,
      audit,
      eventsStore,
      events,
      settings,
      errorWorkflow,
      started,
      added,
      logged,
      remove,
    },
    /** The database under it. */
    database,
    /** After so many starts the next one fails, as when the process dies. */
    dieAfter(starts: number) {
      startsLeft = starts;
    },
    /** Sets the clock. */
    at(time: string) {
      now = Date.parse(time);
    },
    async publish(id: string, trigger: WorkflowDocument["trigger"], more: Partial<WorkflowDocument> = {}) {
      const document = documentOf(id, trigger, more);
      const draft = { document, meaning: "", newSecrets: [], secretIds: [] };
      const known = await workflows.get(id);
      if (known) await workflows.save({ id, revision: known.revision, draft, at: now });
      else await workflows.create({ id, hookKey: `key-${id}`, draft, at: now });
      const revision = (known?.revision ?? 0) + 1;
      const listening = listeningOf(document, now);
      await workflows.publish({ id, revision, note: null, by: null, secretIds: [], listening, at: now });
    },
    /** An execution as it stands. */
    ended(id: string, more: Partial<ExecutionOutcome> = {}) {
      outcomes.set(id, {
        ...{ id, workflowId: "wf", version: 1, status: "failed", startedBy: "delivery", queuedAt: now },
        ...{ startedAt: now, finishedAt: now + 1500, failedByDesign: false, origin: null },
        answer: null,
        error: { code: "http-failed", message: "It answered 500.", node: "ask" },
        ...more,
      });
    },
    /** When the schedule of this workflow is looked at next; null: never. */
    nextTick(workflowId: string) {
      const key = `tick:${workflowId}`;
      const task = waitingInSqlite(database).find((waiting) => waiting.key === key);
      return task ? new Date(task.runAt).toISOString() : null;
    },
    /** Performs the tick that waits, as the queue would: it is gone then. */
    async tick(workflowId: string) {
      database.write.run(sql`delete from tasks where key = ${`tick:${workflowId}`}`);
      await handlers.tick({ workflowId }, { signal });
    },
    fanOut: (eventId: string) => handlers["fan-out-event"]({ eventId }, { signal }),
    report: (executionId: string) => handlers["report-failure"]({ executionId }, { signal }),
    prune: () => handlers.prune({}, { signal }),
  };
}

function documentOf(
  name: string,
  trigger: WorkflowDocument["trigger"],
  more: Partial<WorkflowDocument>,
): WorkflowDocument {
  return { format: 1, name, mode: "async", trigger, nodes: {}, edges: [], ...more };
}

/** Nothing is held on this stage. */
function nothingToRun(): never {
  throw new Error("nothing runs on this stage");
}
