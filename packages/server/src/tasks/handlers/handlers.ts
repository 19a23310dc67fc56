import type { Clock } from "../../clock.ts";
import type { Engine } from "../../engine/engine.ts";
import type { Events } from "../../events/events.ts";
import type { ErrorWorkflow } from "../../failures/error-workflow.ts";
import type { Settings } from "../../settings/settings.ts";
import type { AuditStore } from "../../stores/audit/store.ts";
import type { EventsStore, StoredEvent } from "../../stores/events/store.ts";
import type { ExecutionsStore } from "../../stores/executions/store.ts";
import type { RetentionStore } from "../../stores/retention/store.ts";
import type { SubscriptionsStore } from "../../stores/subscriptions/store.ts";
import type { TriggersStore } from "../../stores/triggers/store.ts";
import type { WorkflowsStore } from "../../stores/workflows/store.ts";
import type { Starter } from "../../triggers/starter.ts";
import type { TaskHandlers, Tasks } from "../tasks.ts";
import { cancelCalled } from "./cancel-called.ts";
import { fanOutEvent } from "./fan-out-event.ts";
import { prune } from "./prune.ts";
import { type ReplayGiven, replay } from "./replay.ts";
import { reportFailure } from "./report-failure.ts";
import { reportSuccess } from "./report-success.ts";
import { type RunHeldGiven, runHeld } from "./run-held.ts";
import { tick } from "./tick.ts";

/** What the background work beside executions needs. */
export interface HandlersGiven extends Pick<ReplayGiven, "replays" | "runAgain"> {
  readonly tasks: Pick<Tasks, "add" | "poke">;
  readonly starter: Starter;
  readonly takeUp: Engine["takeUp"];
  readonly callOff: Engine["callOff"];
  /** Plans and begins what was held. */
  readonly engine: RunHeldGiven["engine"];
  readonly deliveries: RunHeldGiven["deliveries"] & ReplayGiven["deliveries"];
  readonly hub: RunHeldGiven["hub"];
  readonly statusUrl?: NonNullable<RunHeldGiven["statusUrl"]>;
  readonly eventsStore: EventsStore;
  readonly triggers: TriggersStore;
  readonly workflows: WorkflowsStore;
  readonly executions: Pick<ExecutionsStore, "outcome" | "abandoned">;
  readonly retention: RetentionStore;
  readonly subscriptions: Pick<SubscriptionsStore, "prune">;
  readonly audit: Pick<AuditStore, "prune">;
  readonly events: Events;
  readonly announce: (event: StoredEvent) => Promise<void>;
  readonly settings: Settings;
  readonly errorWorkflow: ErrorWorkflow;
  /** Where an execution is seen in the editor. */
  readonly executionUrl: (id: string) => string;
  readonly clock: Clock;
  readonly log: {
    info(details: object, message: string): void;
    warn(details: object, message: string): void;
  };
}

/** What performs every kind of task. */
export function createHandlers(given: HandlersGiven): Required<TaskHandlers> {
  const { executions, eventsStore } = given;
  return {
    "run-execution": ({ executionId }, { signal }) => given.takeUp(executionId, signal),
    "cancel-called": cancelCalled(given),
    tick: tick(given),
    "fan-out-event": fanOutEvent({
      ...given,
      events: eventsStore,
      outcome: (id) => executions.outcome(id),
    }),
    "report-failure": reportFailure({ ...given, event: (id) => eventsStore.get(id) }),
    "report-success": reportSuccess({ ...given, event: (id) => eventsStore.get(id) }),
    "run-held": runHeld(given),
    prune: prune(given),
    replay: replay(given),
  };
}
