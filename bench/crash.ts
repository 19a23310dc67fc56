import { type CrashResult, crash, killsByEvents } from "./crash/crash.ts";
import { isKept } from "./crash/judge.ts";
import { startPostgres } from "./postgres.ts";
import type { BenchOptions } from "./rounds.ts";

/** `kill -9` at random moments under load, and what came of everything that had been accepted (measures.md `crash`). */
export async function run({ kills, database, processes }: BenchOptions): Promise<void> {
  const postgres = database === "postgres" ? await startPostgres() : undefined;
  try {
    const shared = postgres && {
      url: await postgres.database("crash"),
      restart: () => postgres.restart(),
    };
    const result = await crash({
      ...{ nextKill: killsByEvents(kills, 200), senders: 8, pauseMs: 40, restMs: 300_000 },
      ...(shared ? { database: shared, processes } : { processes: 1 }),
      say: (line) => process.stderr.write(`${line}\n`),
    });
    printCrash({ bench: "crash", database }, result);
  } finally {
    await postgres?.remove();
  }
}

/** A table and a JSON line. The exit code is 1 when a promise was broken. */
export function printCrash(
  about: { readonly bench: string; readonly database: string },
  { beside: _, ...result }: CrashResult,
): void {
  const { verdict, ...figures } = result;
  const { counts, ...lists } = verdict;
  const rows: [string, number][] = [
    ["kills", result.kills],
    ["restarts of the database", result.databaseRestarts],
    ["starts that gave up and were made again", result.startsGivenUp],
    ["deliveries sent", counts.attempted],
    ["accepted (2xx)", counts.accepted],
    ["refused", counts.refused],
    ["unknown to the sender", counts.unknown],
    ["of these stored all the same", counts.recovered],
    ["calls that the receiver had", counts.calls],
    ["keys called more than once", counts.repeatedKeys],
    ["of these without a kill, taken up from a silent process", counts.takenFromSilent],
    ["the most of these after one kill", counts.mostRepeatedAtOneKill],
    ["steps seen finished before a kill", counts.witnessedKeys],
    ["**accepted and lost**", lists.lost.length],
    ["**executed twice**", lists.executedTwice.length],
    ["**finished steps that ran again**", lists.ranAgain.length],
    ["**called again without a reason**", lists.repeatedWithoutReason.length],
    ["**tries that the record does not tell**", lists.hiddenAttempts.length],
    ["**ended wrongly**", lists.wrongEnd.length],
    ["**answered wrongly**", lists.wrongAnswer.length],
  ];
  process.stdout.write(
    `| ${about.database} | |\n| --- | --- |\n${rows.map(([name, value]) => `| ${name} | ${value} |\n`).join("")}`,
  );
  for (const [name, list] of Object.entries(lists)) {
    for (const line of list.slice(0, 20)) process.stdout.write(`${name}: ${line}\n`);
  }
  const broken = Object.fromEntries(Object.entries(lists).map(([name, list]) => [name, list.length]));
  const kept = isKept(verdict);
  process.stdout.write(
    `${JSON.stringify({ ...about, node: process.version, kept, ...figures, ...counts, ...broken })}\n`,
  );
  if (!kept) process.exitCode = 1;
}
