import { type FanOut, type FanOutResult, fanOut } from "./fan-out/fan-out.ts";
import { median } from "./load.ts";
import { startPostgres } from "./postgres.ts";
import type { BenchOptions } from "./rounds.ts";
import { print } from "./table.ts";

/** Longer than the time limit of an attempt would be a subscriber that is down, not a slow one. */
const slowMs = 10_000;
const size = { subscriptions: 20, killAt: 0, slowMs: 0 };

/**
 * Events for 20 subscriptions (issue 6): all of them quick, and one slow, on two servers at the same time, so that whatever
 * else the machine does slows both; round after round. Then once more with the process killed in the middle. Exit code 1
 * when an event was lost or changed its id.
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
      const pair = [once({}), once({ slowMs })] as const;
      // Both end before anything else does: one that fails leaves no server behind.
      await Promise.allSettled(pair);
      quick.push(await pair[0]);
      slow.push(await pair[1]);
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
    const ratios = slow.map(({ seconds }, at) => seconds / (quick[at]?.seconds ?? Number.NaN));
    const all = ratios.map((ratio) => ratio.toFixed(2)).join(", ");
    process.stdout.write(
      `the others beside a slow one / without, at the same time: ${median(ratios).toFixed(2)} (${all})\n`,
    );
    if ([...quick, ...slow, killed].some(({ lost, changedIds }) => lost + changedIds > 0)) {
      process.exitCode = 1;
    }
  } finally {
    await postgres?.remove();
  }
}
