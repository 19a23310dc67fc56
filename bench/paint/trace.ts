import type { CDPSession } from "@playwright/test";

/** What one gesture cost. Times in milliseconds. */
export interface Cost {
  /** Processor time of the main thread for each frame that it drew, the longest last. */
  readonly frames: readonly number[];
  /** Processor time of the main thread in all. */
  readonly work: number;
  /** Frames that were drawn and that were not, as Chromium counts them. */
  readonly drawn: number;
  readonly dropped: number;
}

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  /** Processor time of the thread, which other processes of the machine do not lengthen. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

const categories = [
  "toplevel",
  "devtools.timeline",
  "disabled-by-default-devtools.timeline",
  "disabled-by-default-devtools.timeline.frame",
].join();

/** Does something while Chromium records what its threads do. */
export async function traced(session: CDPSession, gesture: () => Promise<void>): Promise<Cost> {
  const events: TraceEvent[] = [];
  const collect = ({ value }: { value: unknown[] }) => events.push(...(value as TraceEvent[]));
  session.on("Tracing.dataCollected", collect);
  await session.send("Tracing.start", { categories, transferMode: "ReportEvents" });
  await gesture();
  const complete = new Promise((resolve) => session.once("Tracing.tracingComplete", resolve));
  await session.send("Tracing.end");
  await complete;
  session.off("Tracing.dataCollected", collect);
  return costOf(events);
}

function costOf(events: readonly TraceEvent[]): Cost {
  const mains = new Set(
    events
      .filter(({ name, args }) => name === "thread_name" && args?.name === "CrRendererMain")
      .map(({ pid, tid }) => `${pid} ${tid}`),
  );
  const tasks = events.filter(
    ({ name, ph, pid, tid }) =>
      ph === "X" &&
      (name === "RunTask" || name === "ThreadControllerImpl::RunTask") &&
      mains.has(`${pid} ${tid}`),
  );
  // The page is the process that worked most: others are spare.
  const work = new Map<number, number>();
  for (const { pid, tdur, dur } of tasks) work.set(pid, (work.get(pid) ?? 0) + (tdur ?? dur ?? 0));
  const page = [...work].sort(([, one], [, other]) => other - one)[0]?.[0];
  const own = tasks.filter(({ pid }) => pid === page);
  const name = own.some((task) => task.name === "RunTask") ? "RunTask" : "ThreadControllerImpl::RunTask";
  const begins = events
    .filter((event) => event.pid === page && event.name === "BeginMainThreadFrame")
    .map(({ ts }) => ts)
    .sort((one, other) => one - other);
  const frames = begins.map((from, at) => {
    const to = begins[at + 1] ?? Number.POSITIVE_INFINITY;
    const inside = own.filter(
      (task) => task.name === name && task.ts + (task.dur ?? 0) > from && task.ts + (task.dur ?? 0) <= to,
    );
    return inside.reduce((sum, { tdur, dur }) => sum + (tdur ?? dur ?? 0), 0) / 1000;
  });
  const countOf = (what: string) =>
    events.filter((event) => event.name === what && event.pid === page).length;
  return {
    frames: frames.sort((one, other) => one - other),
    work:
      own.filter((task) => task.name === name).reduce((sum, { tdur, dur }) => sum + (tdur ?? dur ?? 0), 0) /
      1000,
    drawn: countOf("DrawFrame"),
    dropped: countOf("DroppedFrame"),
  };
}
