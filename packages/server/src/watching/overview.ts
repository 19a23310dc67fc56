import type { Overview } from "@sluice/api/schemas";
import type { Clock } from "../clock.ts";
import { type DueGiven, oldestDue } from "../metrics/oldest-due.ts";
import type { ExecutionsStore } from "../stores/executions/store.ts";
import type { FiguresStore } from "../stores/figures/store.ts";
import type { SubscriptionsStore } from "../stores/subscriptions/store.ts";
import type { WaitsStore } from "../stores/waits/store.ts";
import type { WorkflowsStore } from "../stores/workflows/store.ts";
import { failureGroups } from "./failure-groups.ts";
import type { FreeSpace } from "./free-space.ts";
import { fresh } from "./fresh.ts";
import { createHours } from "./hours.ts";
import { slowNodes } from "./slow-nodes.ts";

export interface OverviewGiven extends DueGiven {
  readonly figures: FiguresStore;
  readonly executions: Pick<ExecutionsStore, "due" | "head" | "journal">;
  readonly waits: Pick<WaitsStore, "countOpenApprovals">;
  readonly subscriptions: Pick<SubscriptionsStore, "list">;
  readonly workflows: Pick<WorkflowsStore, "list">;
  readonly freeSpace: () => Promise<FreeSpace | undefined>;
  readonly clock: Clock;
}

const dayMs = 24 * 60 * 60 * 1000;
/** However many browsers look at it. */
const freshMs = 2000;
const slowFreshMs = 60_000;
const mostFailures = 1000;
/** One more than is said. */
const mostWaiting = 10_001;
const keysShown = 5;

/** What matters at one look. */
export function createOverview(given: OverviewGiven): () => Promise<Overview> {
  const { figures, clock, workflows, freeSpace } = given;
  const hours = createHours(figures);
  const slowest = fresh(() => slowNodes(given, clock()), { forMs: slowFreshMs, clock });

  const isNew = async () => (await workflows.list({ limit: 1 })).items.length === 0;
  const make = async (): Promise<Overview> => {
    const now = clock();
    const failed = await figures.failed({ from: now - dayMs, limit: mostFailures + 1 });
    const space = await freeSpace();
    return {
      at: new Date(now).toISOString(),
      isNew: await isNew(),
      hours: await hours(now),
      failures: failureGroups(failed, mostFailures),
      slowest: await slowest(),
      waiting: await waiting(given, now),
      subscriptions: await subscriptionCounts(given),
      storage: {
        ...{ database: figures.database, databaseBytes: await figures.bytes() },
        ...{ freeBytes: space?.freeBytes ?? null, totalBytes: space?.totalBytes ?? null },
      },
    };
  };
  const kept = fresh(make, { forMs: freshMs, clock });
  return async () => {
    const found = await kept();
    // The first workflow ends it at once: until then home leads away from itself.
    return found.isNew ? { ...found, isNew: await isNew() } : found;
  };
}

async function waiting(given: OverviewGiven, now: number): Promise<Overview["waiting"]> {
  const { figures, waits } = given;
  const count = (status: "queued" | "running" | "waiting") =>
    figures.countByStatus({ status, atMost: mostWaiting });
  const atLimit = await figures.atLimit({ keys: keysShown, atMost: mostWaiting });
  return {
    ...{ queued: await count("queued"), running: await count("running"), asleep: await count("waiting") },
    oldestSeconds: Math.round(await oldestDue(given, now)),
    ...{ atLimit: atLimit.waiting, keys: atLimit.keys.map((key) => ({ ...key })) },
    approvals: await waits.countOpenApprovals(),
    held: await figures.countHeld({ atMost: mostWaiting }),
  };
}

async function subscriptionCounts({ subscriptions }: OverviewGiven): Promise<Overview["subscriptions"]> {
  const all = await subscriptions.list({});
  const active = all.filter((one) => one.active);
  return {
    active: active.length,
    failing: active.filter(({ failingSince }) => failingSince !== null).length,
    disabled: all.filter(({ disabledAt }) => disabledAt !== null).length,
  };
}
