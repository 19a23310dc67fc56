import { type FanOut, type FanOutResult, fanOut } from "./fan-out/fan-out.ts";
import { median } from "./load.ts";
import { startPostgres } from "./postgres.ts";
import type { BenchOptions } from "./rounds.ts";
import { print } from "./table.ts";

/** Longer than the time limit of an attempt would be a subscriber that is down, not a slow one. */
const slowMs = 10_000;
const size = { subscriptions: 20, killAt: 0, slowMs: 0 };

/**
 * Events for 20 subscriptions (issue 6): all of them quick, and one slow, in turn, round after round; then once more
 * with the process killed in the middle. Exit code 1 when an event was lost or changed its id.
 */
export async function run({ rounds, database, events }: BenchOptions): Promise<void> {
  const postgres = database === "postgres" ? await startPostgres() : undefined;
  let count = 0;
  const once = async (more: Partial<FanOut>): Promise<FanOutResult> => {
    count += 1;
    const databaseUrl = await postgres?.database(`fan_out_${count}`);
    const result = await fanOut({
      ...{ ...size, events, ...more },
      ...(databaseUrl === undefined ? {} : { databaseUrl }),
    });
    process.stderr.write(`${JSON.stringify({ ...more, ...result })}\n`);
    return result;
  };
  try {
    const quick: FanOutResult[] = [];
    const slow: FanOutResult[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      quick.push(await once({}));
      slow.push(await once({ slowMs }));
    }
    const killed = await once({ slowMs, killAt: 0.4 });
    const of = (results: readonly FanOutResult[]) => ({
      seconds: median(results.map(({ seconds }) => seconds)),
      "a second": Math.round(median(results.map(({ messagesPerSecond }) => messagesPerSecond))),
      "CPU µs": results.at(-1)?.cpuPerMessage ?? "?",
      lost: results.reduce((sum, { lost }) => sum + lost, 0),
      repeated: results.reduce((sum, { repeated }) => sum + repeated, 0),
      "ids changed": results.reduce((sum, { changedIds }) => sum + changedIds, 0),
    });
    print("fan-out", [
      { what: "all quick", ...of(quick) },
      { what: "one slow: the others", ...of(slow) },
      { what: "and killed in the middle", ...of([killed]) },
    ]);
    const ratio = of(slow).seconds / of(quick).seconds;
    process.stdout.write(`the others beside a slow one / without: ${ratio.toFixed(2)}\n`);
    if ([...quick, ...slow, killed].some(({ lost, changedIds }) => lost + changedIds > 0)) {
      process.exitCode = 1;
    }
  } finally {
    await postgres?.remove();
  }
}
