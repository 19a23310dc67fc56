import type { Overview } from "@sluice/api/schemas";
import type { Clock } from "../clock.ts";
import type { Events } from "../events/events.ts";
import type { Log } from "../log.ts";
import type { AlertsStore } from "../stores/alerts/store.ts";
import type { EventsStore } from "../stores/events/store.ts";
import type { ExecutionsStore } from "../stores/executions/store.ts";
import type { FiguresStore } from "../stores/figures/store.ts";
import type { SubscriptionsStore } from "../stores/subscriptions/store.ts";
import type { WaitsStore } from "../stores/waits/store.ts";
import type { WorkflowsStore } from "../stores/workflows/store.ts";
import type { SystemMail } from "../system-mail/system-mail.ts";
import { type Alerts, createAlerts } from "./alerts.ts";
import { freeSpace } from "./free-space.ts";
import { createOverview } from "./overview.ts";
import { createWatch, type Watch } from "./watch.ts";

/** What watches the installation: rules that tell, and figures to look at. */
export interface Watching {
  readonly alerts: Alerts;
  readonly watch: Watch;
  readonly overview: () => Promise<Overview>;
}

export function createWatching(given: {
  readonly stores: {
    readonly alerts: AlertsStore;
    readonly figures: FiguresStore;
    readonly executions: ExecutionsStore;
    readonly events: EventsStore;
    readonly waits: WaitsStore;
    readonly workflows: WorkflowsStore;
    readonly subscriptions: SubscriptionsStore;
  };
  readonly events: Pick<Events, "publish">;
  readonly mail: SystemMail;
  /** Whose disk is watched. */
  readonly dataFolder: string;
  /** Where the editor is reached. */
  readonly base: () => string;
  readonly clock: Clock;
  readonly log: Log;
  readonly straySince: () => number | null;
}): Watching {
  const { stores, events, mail, dataFolder, base, clock, log, straySince } = given;
  const { figures, executions, workflows, subscriptions, waits } = stores;
  const ancestry = {
    outcome: (id: string) => executions.outcome(id),
    event: (id: string) => stores.events.get(id),
  };
  const common = { figures, executions, subscriptions, workflows, clock, straySince };
  const measuring = { ...common, ancestry, freeSpace: () => freeSpace(dataFolder) };
  const watchGiven = { ...measuring, store: stores.alerts, events, mail, base, log };
  const watch = createWatch(watchGiven);
  return {
    watch,
    alerts: createAlerts({ ...watchGiven, watch }),
    overview: createOverview({ ...common, waits, freeSpace: measuring.freeSpace }),
  };
}
