import { performance } from "node:perf_hooks";
import { getHeapStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** How often is looked, and how many looks in a row must find nothing going on. */
const lookEveryMs = 1000;
const quietLooks = 3;
/** A thread that does less than this share of the time does nothing but look at its clocks. */
const quietShare = 0.02;
/** What the heap must have grown by since the last time to be worth 0.1 s. */
const worthBytes = 12 * 2 ** 20;
/** Collecting takes about 3 ms a megabyte that is in use: a larger heap is left to V8, which does it in small pieces. */
const mostUsedBytes = 128 * 2 ** 20;

/**
 * Gives memory back to the system when nothing has gone on for some seconds: V8 keeps the pages that a start or a load took
 * for young objects as long as nobody asks for them (24 of 150 MB after a start). It holds up this thread for about 0.1 s,
 * once after a start and then only after what has made the heap grow again. Keeps no process alive.
 */
export function giveMemoryBackWhenIdle({ everyMs = lookEveryMs }: { readonly everyMs?: number } = {}): {
  stop(): void;
} {
  let last = performance.eventLoopUtilization();
  let quiet = 0;
  let kept = 0;
  const timer = setInterval(() => {
    const now = performance.eventLoopUtilization();
    const share = performance.eventLoopUtilization(now, last).utilization;
    last = now;
    quiet = share < quietShare ? quiet + 1 : 0;
    if (quiet < quietLooks) return;
    quiet = 0;
    const heap = getHeapStatistics();
    if (heap.total_heap_size - kept < worthBytes || heap.used_heap_size > mostUsedBytes) return;
    collectAll();
    kept = getHeapStatistics().total_heap_size;
    last = performance.eventLoopUtilization();
  }, everyMs);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}

type Collect = (how: { type: "major"; execution: "sync"; flavor: "last-resort" }) => void;
let collect: Collect | undefined;

/** A collection that lets go of empty pages at once; a usual one keeps them for the next objects. */
function collectAll(): void {
  if (collect === undefined) {
    // V8 hands it to contexts that are made after the flag was set, and to no other.
    setFlagsFromString("--expose-gc");
    collect = runInNewContext("gc") as Collect;
    setFlagsFromString("--no-expose-gc");
  }
  collect({ type: "major", execution: "sync", flavor: "last-resort" });
}
