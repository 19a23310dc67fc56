import type { ExecutionStatus, Verdict } from "@sluice/api/schemas";
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { Settlement } from "../stores/subscriptions/store.ts";
import { version } from "../version.ts";

/** What a process counts from its start on: monitoring sums over processes and notices that one began anew. */
export interface Metrics {
  /** `reason`: the code of what was refused, empty where there is none. */
  deliveries(verdict: Verdict, reason: string, count: number): void;
  /** `reason`: the code of what it failed by; null: it did not. */
  executionEnded(status: ExecutionStatus, reason: string | null): void;
  /** One try to send a webhook message out. */
  attempted(
    came: Pick<Settlement, "became"> & { attempt: Pick<Settlement["attempt"], "status" | "error"> },
  ): void;
  step(given: { type: string; outcome: "done" | "failed"; seconds: number }): void;
  /** From handing in to the commit on disk. */
  commit(operation: "accept" | "append" | "other", seconds: number): void;
  /** Text in the Prometheus format. Asks the gauges first. */
  text(): Promise<string>;
  readonly contentType: string;
}

/** What is looked at when somebody asks. */
export interface Observed {
  /** Executions of this process. */
  load(): { readonly running: number; readonly queued: number };
  /** Writes that wait for their commit. */
  waiting(): number;
  /** Browsers that follow the news. */
  liveReaders(): number;
  /** How long the execution that is due the longest has been, in seconds, all processes together; 0: none is. */
  oldestDue(): Promise<number>;
}

/** Seconds. */
const commitBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];
const stepBuckets = [0.001, 0.005, 0.025, 0.1, 0.5, 1, 2.5, 5, 10, 30, 60];

export function createMetrics(observed: Observed): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  new Gauge({
    ...{ name: "sluice_build_info", help: "Always 1; the version is its label", registers },
    labelNames: ["version"],
  }).set({ version }, 1);
  const deliveries = new Counter({
    ...{ name: "sluice_deliveries_total", help: "Requests to trigger URLs by verdict and reason", registers },
    labelNames: ["verdict", "reason"],
  });
  const ended = new Counter({
    ...{ name: "sluice_executions_ended_total", help: "Executions that ended here by status", registers },
    labelNames: ["status"],
  });
  const failed = new Counter({
    ...{ name: "sluice_executions_failed_total", help: "Executions that failed here by reason", registers },
    labelNames: ["reason"],
  });
  const attempts = new Counter({
    ...{ name: "sluice_message_attempts_total", help: "Tries to send webhooks out by outcome", registers },
    labelNames: ["outcome", "reason", "http_status"],
  });
  const steps = new Histogram({
    ...{ name: "sluice_step_seconds", help: "Tries of steps by node type and outcome", registers },
    ...{ labelNames: ["type", "outcome"], buckets: stepBuckets },
  });
  const commits = new Histogram({
    ...{ name: "sluice_commit_seconds", help: "Time until a write was on disk", registers },
    ...{ labelNames: ["operation"], buckets: commitBuckets },
  });
  const gauge = (name: string, help: string, read: () => number | Promise<number>) =>
    new Gauge({
      ...{ name, help, registers },
      async collect() {
        this.set(await read());
      },
    });
  gauge("sluice_executions_running", "Executions going on in this process", () => observed.load().running);
  gauge("sluice_executions_queued", "Executions waiting in this process", () => observed.load().queued);
  gauge("sluice_writes_waiting", "Writes waiting for their commit", () => observed.waiting());
  gauge("sluice_live_readers", "Browsers that follow the news", () => observed.liveReaders());
  gauge(
    "sluice_oldest_due_seconds",
    "Age of the execution that has been due the longest, whichever process takes it up",
    () => observed.oldestDue(),
  );
  return {
    deliveries: (verdict, reason, count) => deliveries.inc({ verdict, reason }, count),
    executionEnded(status, reason) {
      ended.inc({ status });
      if (reason !== null) failed.inc({ reason });
    },
    attempted({ became, attempt: { status, error } }) {
      const outcome = became === "delivered" ? "delivered" : "failed";
      attempts.inc({ outcome, reason: error ?? "", http_status: status ?? "" });
    },
    step: ({ type, outcome, seconds }) => steps.observe({ type, outcome }, seconds),
    commit: (operation, seconds) => commits.observe({ operation }, seconds),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}
