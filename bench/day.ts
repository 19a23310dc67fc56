import { spawnSync } from "node:child_process";
import { crash } from "./crash/crash.ts";
import { printCrash } from "./crash.ts";
import { memoryOf, scheduleEachTenMinutes, theDay } from "./day/day.ts";
import { startPostgres } from "./postgres.ts";
import type { BenchOptions } from "./rounds.ts";

/**
 * A day under load on a clock that runs faster, with kills at random moments until its last quarter (measures.md of the
 * operator: memory flat, nothing lost). Servers, database, load and this program all live on that clock, which the
 * program `faketime` makes; minutes and hours below are its.
 */
export async function run(options: BenchOptions): Promise<void> {
  const { database, processes, hours, speed } = options;
  if (process.env.FAKETIME === undefined) return onFastClock(speed);
  const postgres = database === "postgres" ? await startPostgres() : undefined;
  try {
    const shared = postgres && {
      // The server's own limits for connections and answers, which are a fraction of a second on this clock, made them again.
      url: `${await postgres.database("day")}?connect_timeout=${5 * speed}&query_timeout=${12_000 * speed}`,
      restart: () => postgres.restart(),
    };
    const memory = memoryOf();
    const begun = Date.now();
    const day = theDay({ hours, watch: memory.look });
    const result = await crash({
      ...{ nextKill: day.nextKill, beside: [scheduleEachTenMinutes] },
      // Some 25,000 deliveries a day, and ten minutes of grace at the end.
      ...{ senders: 8, pauseMs: 25_000, restMs: 1_200_000, restartEvery: 20 },
      // On this clock a start takes two hours where it takes four minutes on a busy machine.
      readyWithinMs: 7_200_000,
      // So are all time limits that much shorter, and a start may give up on one.
      keptUp: true,
      lingerMs: 50 * speed,
      ...(shared ? { database: shared, processes } : { processes: 1 }),
      say: (line) => process.stderr.write(`${line}\n`),
    });
    const ended = Date.now();
    printCrash({ bench: "day", database }, result);
    const slots = slotsBetween(begun, ended);
    const [ran = []] = result.beside;
    const wrong = ran.filter(({ status }) => status !== "succeeded").length;
    const figures = { hours, speed, slots, slotsStarted: ran.length, slotsEndedWrongly: wrong };
    process.stdout.write(
      `${JSON.stringify({ bench: "day", database, ...figures, memory: memory.figures() })}\n`,
    );
    // The first slot may have been before the schedule was published, the last ones after the load.
    if (wrong > 0 || ran.length > slots || ran.length < slots - 3) process.exitCode = 1;
  } finally {
    await postgres?.remove();
  }
}

function slotsBetween(from: number, to: number): number {
  const length = 10 * 60_000;
  return Math.floor(to / length) - Math.floor(from / length);
}

/** Begins anew under `faketime`: a clock of its own for this program and all that it starts. */
function onFastClock(speed: number): void {
  const given = ["-m", "-f", `+0 x${speed}`, process.execPath, ...process.execArgv, ...process.argv.slice(1)];
  // Where it fakes the times of files too, one semaphore of all processes is taken for each: `kill -9` of its holder leaves
  // every later write of the database waiting for ever (libfaketime.c, lock_for_stat).
  const env = { ...process.env, NO_FAKE_STAT: "1" };
  const { error, status } = spawnSync("faketime", given, { stdio: "inherit", env });
  if (error) process.stderr.write("day: needs the program `faketime` (Debian: apt install faketime)\n");
  process.exitCode = error ? 2 : (status ?? 1);
}
