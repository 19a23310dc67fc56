import type { AlertCondition, AlertKind, AlertMeasure } from "@sluice/api/schemas";
import { type Ancestry, followsFromTrouble } from "../events/lineage.ts";
import { type DueGiven, oldestDue } from "../metrics/oldest-due.ts";
import type { FailedExecution, FiguresStore } from "../stores/figures/store.ts";
import type { SubscriptionsStore } from "../stores/subscriptions/store.ts";
import type { WorkflowsStore } from "../stores/workflows/store.ts";
import type { FreeSpace } from "./free-space.ts";
import { said } from "./said.ts";

export interface MeasureGiven extends DueGiven {
  readonly figures: FiguresStore;
  readonly subscriptions: Pick<SubscriptionsStore, "list">;
  readonly workflows: Pick<WorkflowsStore, "get">;
  readonly ancestry: Ancestry;
  readonly freeSpace: () => Promise<FreeSpace | undefined>;
}

/** A condition that cannot be measured now: a sentence says why. */
export class NotMeasurable extends Error {
  override readonly name = "NotMeasurable";
}

type Of<Kind extends AlertKind> = Extract<AlertCondition, { kind: Kind }>;

const minuteMs = 60_000;
/** Executions of a rule's window that are looked at, the newest: with more, its window is shorter. */
const mostBegun = 10_000;
const mostFailed = 1000;
/** Failures whose origin is looked up; only such as events, calls and retries have started. */
const mostOrigins = 200;
/** Refusals that are kept for certain, of every workflow the newest. */
const keptRefused = 200;
const mebibyte = 1024 * 1024;

/** What a rule finds at a moment (milliseconds since 1970). Throws `NotMeasurable`. */
export async function measure(
  given: MeasureGiven,
  { condition, now }: { readonly condition: AlertCondition; readonly now: number },
): Promise<AlertMeasure> {
  const workflow = condition.workflowId === null ? null : await nameOf(given, condition.workflowId);
  const asked = { now, workflow };
  switch (condition.kind) {
    case "failure-rate":
      return failureRate(given, condition, asked);
    case "queue-age":
      return queueAge(given, condition, asked);
    case "no-delivery":
      return noDelivery(given, condition, asked);
    case "refusals":
      return refusals(given, condition, asked);
    case "subscription-disabled":
      return subscriptionDisabled(given);
    case "disk":
      return disk(given, condition);
    case "waiting-at-limit":
      return waitingAtLimit(given, condition);
  }
}

interface Asked {
  readonly now: number;
  /** Name of the workflow that is meant; null: all are. */
  readonly workflow: string | null;
}

async function nameOf({ workflows }: MeasureGiven, id: string): Promise<string> {
  const found = await workflows.get(id);
  if (!found) throw new NotMeasurable("the workflow that it watches is not there any more");
  return found.draft.name;
}

async function failureRate(
  given: MeasureGiven,
  { workflowId, settings }: Of<"failure-rate">,
  { now, workflow }: Asked,
): Promise<AlertMeasure> {
  const of = { workflowId: workflowId ?? undefined };
  const from = now - settings.minutes * minuteMs;
  const wide = await given.figures.begun({ ...of, from, atMost: mostBegun });
  const all = await given.figures.failed({ ...of, from: wide.since, limit: mostFailed });
  // Of more failures than are read, only the stretch that these cover says how many of a hundred they are.
  const since = all.length < mostFailed ? wide.since : Math.max(wide.since, all.at(-1)?.finishedAt ?? 0);
  const begun =
    since === wide.since
      ? wide.count
      : (await given.figures.begun({ ...of, from: since, atMost: mostBegun })).count;
  const failed = await withoutFollowers(given, all);
  // A long one that has failed only now began before: it counts all the same.
  const before = failed.filter(({ begunAt }) => begunAt < since).length;
  const total = Math.max(failed.length, begun - (all.length - failed.length) + before);
  const beyond = total >= settings.atLeast && (failed.length / Math.max(1, total)) * 100 >= settings.percent;
  return {
    ...{ beyond, value: failed.length, of: total, since: iso(since) },
    said: said.failureRate({
      failed: failed.length,
      total,
      workflow,
      minutes: minutesSince(since, now),
    }),
    path: path("/executions", { status: "failed", workflowId }),
  };
}

/**
 * Without those that an alert or another failure has started: what tells of failures must not keep an alert alive by
 * failing itself (docs/decisions/0062).
 */
async function withoutFollowers(
  { ancestry }: MeasureGiven,
  failed: readonly FailedExecution[],
): Promise<FailedExecution[]> {
  const kept: FailedExecution[] = [];
  let looked = 0;
  for (const one of failed) {
    if (one.startedBy === "failure") continue;
    const follows = one.origin?.eventId !== undefined || one.origin?.executionId !== undefined;
    if (follows && looked < mostOrigins) {
      looked += 1;
      if (await followsFromTrouble(one.id, ancestry)) continue;
    }
    kept.push(one);
  }
  return kept;
}

async function queueAge(
  given: MeasureGiven,
  { settings }: Of<"queue-age">,
  { now }: Asked,
): Promise<AlertMeasure> {
  const seconds = Math.round(await oldestDue(given, now));
  return {
    ...{ beyond: seconds >= settings.seconds, value: seconds, of: null, since: null },
    said: said.queueAge({ seconds }),
    path: path("/executions", { status: "queued" }),
  };
}

async function noDelivery(
  { figures, workflows }: MeasureGiven,
  { workflowId, settings }: Of<"no-delivery">,
  { now, workflow }: Asked,
): Promise<AlertMeasure> {
  const from = now - settings.minutes * minuteMs;
  const last = await figures.lastAccepted({ workflowId, since: from });
  const found = await workflows.get(workflowId);
  const closed = found?.published == null ? "unpublished" : found.paused ? "paused" : null;
  return {
    ...{ beyond: last === null, value: last === null ? null : minutesSince(last, now), of: null },
    since: iso(last ?? from),
    said: said.noDelivery({
      ...{ minutes: settings.minutes, workflow: workflow ?? workflowId, closed },
      ago: last === null ? null : minutesSince(last, now),
    }),
    path: path("/deliveries", { workflowId }),
  };
}

async function refusals(
  { figures }: MeasureGiven,
  { workflowId, settings }: Of<"refusals">,
  { now, workflow }: Asked,
): Promise<AlertMeasure> {
  const of = { workflowId: workflowId ?? undefined };
  const from = now - settings.minutes * minuteMs;
  const times = await figures.refused({ ...of, from, limit: keptRefused });
  // Of more refusals than are kept, the stretch that these cover is as good a sample as any, and whole.
  const since = times.length < keptRefused ? from : Math.max(from, times.at(-1) ?? from);
  const accepted = await figures.countAccepted({ ...of, from: since, to: now + 1, atMost: mostBegun });
  const total = accepted + times.length;
  const enough = settings.percent === null || (times.length / Math.max(1, total)) * 100 >= settings.percent;
  return {
    ...{
      beyond: times.length >= settings.atLeast && enough,
      value: times.length,
      of: total,
      since: iso(since),
    },
    said: said.refusals({ refused: times.length, total, workflow, minutes: minutesSince(since, now) }),
    path: path("/deliveries", { verdict: "refused", workflowId }),
  };
}

async function subscriptionDisabled({ subscriptions }: MeasureGiven): Promise<AlertMeasure> {
  const all = await subscriptions.list({});
  const disabled = all.filter(({ disabledAt }) => disabledAt !== null);
  const [first] = disabled;
  return {
    ...{ beyond: disabled.length > 0, value: disabled.length, of: all.length, since: null },
    said: said.disabled({ hosts: disabled.map(({ url }) => hostOf(url)) }),
    path: disabled.length === 1 && first ? `/webhooks/${first.id}` : "/webhooks",
  };
}

async function disk({ freeSpace }: MeasureGiven, { settings }: Of<"disk">): Promise<AlertMeasure> {
  const space = await freeSpace();
  if (!space) throw new NotMeasurable("the system does not say how much of the disk is free");
  const percent = Math.round((space.freeBytes / Math.max(1, space.totalBytes)) * 1000) / 10;
  const megabytes = Math.floor(space.freeBytes / mebibyte);
  const value = settings.unit === "percent" ? percent : megabytes;
  return {
    ...{ beyond: value < settings.below, value, since: null },
    of: settings.unit === "percent" ? 100 : Math.floor(space.totalBytes / mebibyte),
    said: said.disk({ percent, megabytes }),
    path: "/home",
  };
}

async function waitingAtLimit(
  { figures }: MeasureGiven,
  { settings }: Of<"waiting-at-limit">,
): Promise<AlertMeasure> {
  const { waiting, keys } = await figures.atLimit({ keys: 1, atMost: mostBegun });
  return {
    ...{ beyond: waiting >= settings.count, value: waiting, of: null, since: null },
    said: said.atLimit({ waiting, key: keys[0] ?? null }),
    path: path("/executions", { status: "queued", workflowId: keys[0]?.workflowId ?? null }),
  };
}

function minutesSince(moment: number, now: number): number {
  return Math.max(1, Math.round((now - moment) / minuteMs));
}

/** A path of the editor with its filter; what is null is left out. */
function path(to: string, filter: Readonly<Record<string, string | null>>): string {
  const given = Object.entries(filter).filter((one): one is [string, string] => one[1] !== null);
  return given.length === 0 ? to : `${to}?${new URLSearchParams(given)}`;
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}

function iso(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
