import { createHash } from "node:crypto";
import { type Drift, driftOf, type KnownShape, knownShape, shapeOf } from "@sluice/workflow/drift";
import type { Extraction } from "@sluice/workflow/variables";
import { type DriftStore, driftKey, type SeenDrift } from "../stores/drift/store.ts";
import type { CompiledHook } from "./compile-hook.ts";
import type { ParsedRequest } from "./parse.ts";

/** Places that are kept of one workflow. */
const keptPerWorkflow = 100;
/** While they wait to be written: workflows. */
const mostWaiting = 500;
/** One request in this many milliseconds is looked at, of each trigger, and one write is made. */
const lookMs = 50;
const writeMs = 1000;
/** Shapes of one trigger that are remembered with what was found of them. */
const shapesRemembered = 200;

export interface DriftWatch {
  /** Looks, after its answer has left, whether an accepted request has the shape that its trigger knows. */
  see(given: {
    hook: CompiledHook;
    parsed: ParsedRequest;
    extraction: Extraction;
    deliveryId: string;
    receivedAt: number;
  }): void;
  /** Resolves when what was seen is written, or cannot be. */
  flush(): Promise<void>;
}

interface Watched {
  readonly known: KnownShape;
  readonly shapes: Map<string, readonly Drift[]>;
  nextLookAt: number;
}

/**
 * Notices when real requests change their shape. Nothing waits for it: a request costs a comparison of two numbers, the
 * look comes after its answer, some 20 µs for a shape that was met before, and at most twenty times a second per trigger. So
 * counts are of the requests that were looked at.
 */
export function createDriftWatch(given: {
  readonly store: DriftStore;
  readonly log: { error(details: object, message: string): void };
}): DriftWatch {
  const { store, log } = given;
  const watched = new WeakMap<CompiledHook, Watched>();
  const waiting = new Map<string, Map<string, SeenDrift>>();
  const looks = new Set<NodeJS.Immediate>();
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> | undefined;

  const watchOf = (hook: CompiledHook): Watched => {
    const found = watched.get(hook);
    if (found) return found;
    const made: Watched = { known: knownShape(hook.trigger), shapes: new Map(), nextLookAt: 0 };
    watched.set(hook, made);
    return made;
  };

  const add = (
    drifts: readonly Drift[],
    at: { workflowId: string; deliveryId: string; time: number },
  ): void => {
    const own = waiting.get(at.workflowId) ?? new Map<string, SeenDrift>();
    if (own.size === 0 && waiting.size >= mostWaiting) return;
    waiting.set(at.workflowId, own);
    for (const drift of drifts) {
      const key = driftKey(drift);
      const before = own.get(key);
      if (!before && own.size >= keptPerWorkflow) continue;
      own.set(key, {
        ...drift,
        firstSeenAt: before?.firstSeenAt ?? at.time,
        ...{ lastSeenAt: at.time, lastDeliveryId: at.deliveryId },
        count: (before?.count ?? 0) + 1,
      });
    }
    if (timer || writing) return;
    timer = setTimeout(begin, writeMs);
    timer.unref();
  };

  const write = async (): Promise<void> => {
    const taken = [...waiting];
    waiting.clear();
    for (const [workflowId, seen] of taken) {
      try {
        await store.note({ workflowId, seen: [...seen.values()], keep: keptPerWorkflow });
      } catch (error) {
        // A notice that is lost comes again with the next request.
        log.error({ err: error, workflowId }, "drift could not be written");
      }
    }
  };

  const begin = (): void => {
    clearTimeout(timer);
    timer = undefined;
    writing = write().finally(() => {
      writing = undefined;
    });
  };

  return {
    see({ hook, parsed, extraction, deliveryId, receivedAt }) {
      const watch = watchOf(hook);
      const { body, query } = watch.known;
      const nothing = body === undefined && query === undefined && extraction.drift.length === 0;
      if (nothing || receivedAt < watch.nextLookAt) return;
      watch.nextLookAt = receivedAt + lookMs;
      const look = setImmediate(() => {
        looks.delete(look);
        const drifts = [
          ...extraction.drift.map((one): Drift => ({ ...one, kind: "type" })),
          ...(body === undefined ? [] : remembered(watch, "body", parsed)),
          ...(query === undefined ? [] : remembered(watch, "query", parsed)),
        ];
        const { workflowId } = hook;
        if (drifts.length > 0) add(drifts, { workflowId, deliveryId, time: Math.floor(receivedAt) });
      });
      looks.add(look);
    },

    async flush() {
      while (looks.size > 0) await new Promise((next) => setImmediate(next));
      if (writing) await writing;
      if (waiting.size > 0) {
        begin();
        await writing;
      }
    },
  };
}

/** What is to be said of a part, by its shape: most requests of a sender have one of a few. */
function remembered(watch: Watched, from: "body" | "query", parsed: ParsedRequest): readonly Drift[] {
  const known = watch.known[from];
  if (known === undefined) return [];
  const value = parsed[from];
  const shape = createHash("sha1").update(from);
  for (const [path, type] of shapeOf(value)) shape.update(`${path} ${type}\n`);
  const key = shape.digest("base64");
  const before = watch.shapes.get(key);
  if (before !== undefined) return before;
  const found = driftOf(from, known, value);
  if (watch.shapes.size >= shapesRemembered) watch.shapes.clear();
  watch.shapes.set(key, found);
  return found;
}
