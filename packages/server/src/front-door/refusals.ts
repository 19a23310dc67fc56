import type { DeliverySummary, InstanceSettings } from "@sluice/api/schemas";
import type { NewDelivery } from "../stores/deliveries/store.ts";
import { type AsideKept, type IntakeStore, StoreUnavailableError } from "../stores/intake/store.ts";
import { nothing } from "./visit.ts";

/** Refused deliveries that are kept, per workflow. */
export const keptRefused = 200;
/** Of one workflow and verdict, while they wait for the disk. */
const mostOfOne = 200;
/** While they wait: rows of all workflows, and bytes of their bodies. */
const mostWaiting = 5000;
const mostWaitingBytes = 16 * 1024 * 1024;
/** Bytes of a refused body that are kept. */
const keptBodyBytes = 64 * 1024;

/** At most one write in this many milliseconds: a flood costs the honest senders no more than that. */
const pauseMs = 100;
const retryMs = 2000;

export interface Refusals {
  /** Takes a refusal down, off the answer's way. */
  add(delivery: NewDelivery): void;
  /** Resolves when all of them are on disk, or cannot be written. */
  flush(): Promise<void>;
}

/** What is kept of each workflow. */
export interface KeptAtDoor extends AsideKept {
  /** Deliveries that may wait for a person. */
  readonly held: number;
}

type Count = { workflowId: string; reason: string; count: number; lastAt: number };

/**
 * Deliveries that start nothing (refused, filtered, duplicates) on their way to disk. Everything about it is bounded, so that a flood of refusals can neither
 * fill the disk nor the memory nor the writer: the newest rows stay, the counters count them all. A crash loses what has not
 * been written yet: of the last tenth of a second, and of the time that the database could not be written
 * (docs/decisions/0091).
 */
export function createRefusals(given: {
  intake: IntakeStore;
  log: { error(details: object, message: string): void };
  kept: () => Promise<KeptAtDoor>;
  /** Called with what was written, when somebody listens. */
  told: (delivery: NewDelivery) => void;
}): Refusals {
  const { intake, log, kept, told } = given;
  const waiting = new Map<string, NewDelivery[]>();
  const counts = new Map<string, Count>();
  let rows = 0;
  let bytes = 0;
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> | undefined;

  const take = (): NewDelivery[] => {
    const taken = [...waiting.values()].flat();
    waiting.clear();
    rows = 0;
    bytes = 0;
    return taken;
  };

  const write = async (): Promise<void> => {
    const deliveries = take();
    const counted = [...counts.values()];
    counts.clear();
    let pause = pauseMs;
    try {
      await intake.refuse({ deliveries, counts: counted, keep: await kept() });
      for (const delivery of deliveries) told(delivery);
    } catch (error) {
      for (const count of counted) addCount(count);
      // What the database cannot take now waits for a better day; what it will not take stands in nobody's way.
      if (error instanceof StoreUnavailableError) putBack(deliveries);
      log.error({ err: error, rows: deliveries.length }, "refused deliveries could not be written");
      pause = retryMs;
    }
    writing = undefined;
    timer = setTimeout(() => {
      timer = undefined;
      if (counts.size > 0) begin();
    }, pause);
    timer.unref();
  };

  const begin = (): void => {
    writing = write();
  };

  const addCount = ({ workflowId, reason, count, lastAt }: Count): void => {
    const key = `${workflowId} ${reason}`;
    const known = counts.get(key);
    if (!known) counts.set(key, { workflowId, reason, count, lastAt });
    else counts.set(key, { ...known, count: known.count + count, lastAt: Math.max(known.lastAt, lastAt) });
  };

  const groupOf = ({ verdict, workflowId }: NewDelivery): NewDelivery[] => {
    const group = `${verdict} ${workflowId}`;
    const own = waiting.get(group) ?? [];
    waiting.set(group, own);
    return own;
  };

  /** Those that came since are newer: what finds no room beside them goes. */
  const putBack = (deliveries: readonly NewDelivery[]): void => {
    for (const delivery of deliveries.toReversed()) {
      const own = groupOf(delivery);
      const more = bytes + delivery.body.length;
      if (own.length >= mostOfOne || rows >= mostWaiting || more > mostWaitingBytes) continue;
      own.unshift(delivery);
      rows += 1;
      bytes = more;
    }
  };

  const addRow = (delivery: NewDelivery): void => {
    const own = groupOf(delivery);
    const full = own.length >= mostOfOne || rows >= mostWaiting;
    const dropped = full ? own.shift() : undefined;
    if (full && !dropped) return;
    bytes += delivery.body.length - (dropped?.body.length ?? 0);
    rows += dropped ? 0 : 1;
    own.push(delivery);
  };

  return {
    add(delivery) {
      const { workflowId, verdict, reason, receivedAt } = delivery;
      addCount({ workflowId, reason: reason ?? verdict, count: 1, lastAt: Math.floor(receivedAt) });
      const room = bytes < mostWaitingBytes ? keptBodyBytes : 0;
      // A copy, so that a cut body does not hold on to the whole: a Buffer's `slice` would be a view of it.
      const cut = delivery.body.length > room;
      const body = cut
        ? room === 0
          ? nothing
          : new Uint8Array(delivery.body.subarray(0, room))
        : delivery.body;
      addRow(cut ? { ...delivery, body, bodyTruncated: true } : delivery);
      if (!writing && !timer) begin();
    },
    async flush() {
      while (writing) await writing;
      clearTimeout(timer);
      timer = undefined;
      if (counts.size > 0) {
        begin();
        await writing;
        clearTimeout(timer);
        timer = undefined;
      }
    },
  };
}

/** A delivery as the lists and the news show it. */
export function deliverySummary(delivery: NewDelivery): DeliverySummary {
  const { id, workflowId, version, verdict, reason, method, address, status, executionId } = delivery;
  const { receivedAt, duplicateOf, replayOf, authMethod, authStage } = delivery;
  const durationMs =
    delivery.durationMs ?? (status === null ? null : Math.max(0, Math.round(Date.now() - receivedAt)));
  return {
    ...{ id, workflowId, version, verdict, reason, method, address, status, executionId, durationMs },
    ...{ duplicateOf, replayOf, authMethod, authStage },
    receivedAt: new Date(receivedAt).toISOString(),
  };
}

/** What the settings of the instance keep. */
export function keptAtDoor(retention: InstanceSettings["retention"]): KeptAtDoor {
  const {
    filteredPerWorkflow: filtered,
    duplicatesPerWorkflow: duplicate,
    heldPerWorkflow: held,
  } = retention;
  return { refused: keptRefused, filtered, duplicate, held };
}
