import type { Execution, Step } from "@sluice/api/schemas";

/** What time goes into. `queued`: for its turn; `retrying`: between attempts; `between`: no step had begun. */
export const timeKinds = ["queued", "running", "retrying", "waiting", "between"] as const;
export type TimeKind = (typeof timeKinds)[number];

/** A piece of time, in milliseconds since the execution was queued. */
export interface TimeSpan {
  readonly kind: TimeKind;
  readonly from: number;
  readonly to: number;
}

export interface TimingGiven {
  readonly execution: Pick<Execution, "queuedAt" | "startedAt" | "finishedAt">;
  /** Milliseconds since 1970: where what goes on has come to. */
  readonly now: number;
  /** Whether a type of node spends its time asleep. */
  readonly sleeps: (type: string) => boolean;
}

/** What a step did when: an attempt ran, the next one was waited for, it slept. Nothing for one that did not begin. */
export function spansOfStep(step: Step, { execution, now, sleeps }: TimingGiven): readonly TimeSpan[] {
  const { startedAt, finishedAt, failedAttempts, status } = step;
  if (startedAt === null || step.node === "trigger" || status === "skipped") return [];
  const origin = Date.parse(execution.queuedAt);
  const spans: TimeSpan[] = [];
  const add = (kind: TimeKind, from: number, to: number) => {
    if (to > from) spans.push({ kind, from: from - origin, to: to - origin });
  };
  const end = finishedAt === null ? Math.max(now, Date.parse(startedAt)) : Date.parse(finishedAt);
  const work = sleeps(step.type) ? "waiting" : "running";
  let at = Date.parse(startedAt);
  for (const attempt of failedAttempts) {
    add(work, at, Date.parse(attempt.at));
    at = Math.min(Date.parse(attempt.nextAt), end);
    add("retrying", Date.parse(attempt.at), at);
  }
  add(work, at, end);
  return spans;
}

export interface Timing {
  /** From queued to finished, in milliseconds. */
  readonly total: number;
  /** Milliseconds by what they went into; together they are the total. What happens at the same time counts once. */
  readonly by: Readonly<Record<TimeKind, number>>;
  /** The step that took longest, with its time; null: none took any. */
  readonly longest: { readonly step: Step; readonly time: number } | null;
}

/** A running step hides a waiting one: the execution was at work. */
const strongest: readonly TimeKind[] = ["running", "retrying", "waiting"];

/** Where the time of an execution went, by its steps outside of containers. */
export function timingOf(steps: readonly Step[], given: TimingGiven): Timing {
  const { execution, now } = given;
  const origin = Date.parse(execution.queuedAt);
  const end = execution.finishedAt === null ? now : Date.parse(execution.finishedAt);
  const total = Math.max(0, end - origin);
  const begun = execution.startedAt === null ? total : Math.max(0, Date.parse(execution.startedAt) - origin);
  const by = { queued: Math.min(begun, total), running: 0, retrying: 0, waiting: 0, between: 0 };
  const outer = steps.filter(({ frame }) => frame === "");
  const timed = outer.map((step) => ({ step, spans: spansOfStep(step, given) }));
  const changes = timed
    .flatMap(({ spans }) => spans)
    .flatMap(({ kind, from, to }) => [
      { at: from, kind, by: 1 },
      { at: to, kind, by: -1 },
    ])
    .toSorted((one, other) => one.at - other.at);
  const open = { queued: 0, running: 0, retrying: 0, waiting: 0, between: 0 };
  let at = by.queued;
  const pass = (to: number) => {
    const until = Math.min(to, total);
    if (until <= at) return;
    by[strongest.find((kind) => open[kind] > 0) ?? "between"] += until - at;
    at = until;
  };
  for (const change of changes) {
    pass(change.at);
    open[change.kind] += change.by;
  }
  pass(total);
  const times = timed.map(({ step, spans }) => ({
    step,
    time: spans.reduce((sum, { from, to }) => sum + to - from, 0),
  }));
  const longest = times.reduce<Timing["longest"]>(
    (most, one) => (one.time > (most?.time ?? 0) ? one : most),
    null,
  );
  return { total, by, longest };
}
