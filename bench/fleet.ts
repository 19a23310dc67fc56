import { rm } from "node:fs/promises";
import { crash, killsByEvents } from "./crash/crash.ts";
import { isKept } from "./crash/judge.ts";
import { unfinished } from "./crash/witness.ts";
import { load, median } from "./load.ts";
import { order, orderVariables } from "./order.ts";
import { type BenchPostgres, startPostgres } from "./postgres.ts";
import { cpuSeconds } from "./process.ts";
import type { BenchOptions } from "./rounds.ts";
import { freshFolder } from "./servers.ts";
import { SluiceProcess } from "./sluice-process.ts";
import { pause, print } from "./table.ts";

const sizes = [1, 2, 4] as const;

const document = {
  ...{ format: 1, name: "Fleet bench", mode: "async" },
  trigger: { type: "webhook", config: { variables: orderVariables } },
  nodes: {
    keep: { type: "set", config: { fields: { twice: "{{ trigger.amount * 2 }}" } } },
    sleep: { type: "delay", config: { mode: "for", amount: 0, unit: "seconds" } },
    after: { type: "set", config: { fields: { id: "{{ trigger.id }}" } } },
  },
  edges: [
    { from: "trigger", to: "keep" },
    { from: "keep", to: "sleep" },
    { from: "sleep", to: "after" },
  ],
};

interface Measured {
  readonly accepted: number;
  readonly bad: number;
  readonly acceptedPerSecond: number;
  /** Accepted and brought to their end, over the whole time. */
  readonly finishedPerSecond: number;
  readonly cpuMsPerDelivery: number;
}

/**
 * One PostgreSQL and 1, 2 and 4 processes that do both roles, each round on empty databases; then two processes of which
 * one is killed, and the database too, under load (measures.md `fleet`).
 */
export async function run(options: BenchOptions): Promise<void> {
  const postgres = await startPostgres();
  try {
    const measured = new Map<number, Measured[]>();
    for (let round = 1; round <= options.rounds; round += 1) {
      for (const size of sizes) {
        const one = await measure(postgres, { size, round, options });
        measured.set(size, [...(measured.get(size) ?? []), one]);
        process.stderr.write(
          `round ${round}, ${size} processes: ${Math.round(one.finishedPerSecond)} a second\n`,
        );
      }
    }
    const of = (size: number, name: keyof Measured) =>
      median((measured.get(size) ?? []).map((one) => one[name]));
    const alone = of(1, "finishedPerSecond");
    print(
      "fleet",
      sizes.map((size) => ({
        processes: size,
        "accepted/s": Math.round(of(size, "acceptedPerSecond")),
        "finished/s": Math.round(of(size, "finishedPerSecond")),
        "times one process": Number((of(size, "finishedPerSecond") / alone).toFixed(2)),
        "CPU ms each": Number(of(size, "cpuMsPerDelivery").toFixed(2)),
        "not 2xx": (measured.get(size) ?? []).reduce((sum, { bad }) => sum + bad, 0),
      })),
    );
    await inTrouble(postgres);
  } finally {
    await postgres.remove();
  }
}

async function measure(
  postgres: BenchPostgres,
  { size, round, options }: { size: number; round: number; options: BenchOptions },
): Promise<Measured> {
  const folder = await freshFolder();
  const environment = {
    SLUICE_DATABASE_URL: await postgres.database(`fleet_${size}_${round}`),
    SLUICE_SECRET_KEY: "the key of all processes of this bench",
  };
  const all = await Promise.all(
    Array.from({ length: size }, () => SluiceProcess.on({ folder, environment })),
  );
  try {
    for (const one of all) await one.start();
    const [first] = all;
    if (!first) throw new Error("a fleet has at least one process");
    const { pathname } = new URL((await first.publish(document)).hookUrl);
    const connections = Math.max(1, Math.floor(options.connections / size));
    const onAll = (seconds: number) =>
      Promise.all(
        all.map(({ base }) => load({ url: `${base}${pathname}`, body: order, connections, seconds })),
      );
    await onAll(2);
    await untilRest(first);
    const cpu = () => all.reduce((sum, { pid }) => sum + (cpuSeconds(pid) ?? Number.NaN), 0);
    const [cpuBefore, began] = [cpu(), performance.now()];
    const results = await onAll(options.seconds);
    const loaded = (performance.now() - began) / 1000;
    await untilRest(first);
    const rested = (performance.now() - began) / 1000;
    const accepted = results.reduce((sum, { answered2xx }) => sum + answered2xx, 0);
    return {
      accepted,
      bad: results.reduce((sum, { bad }) => sum + bad, 0),
      acceptedPerSecond: accepted / loaded,
      finishedPerSecond: accepted / rested,
      cpuMsPerDelivery: (1000 * (cpu() - cpuBefore)) / accepted,
    };
  } finally {
    await Promise.all(all.map((one) => one.end("SIGTERM")));
    await rm(folder, { recursive: true, force: true });
  }
}

async function untilRest(sluice: SluiceProcess): Promise<void> {
  while ((await unfinished(sluice)) > 0) await pause(50);
}

async function inTrouble(postgres: BenchPostgres): Promise<void> {
  const {
    verdict,
    beside: _,
    ...figures
  } = await crash({
    ...{ nextKill: killsByEvents(4, 300), processes: 2, senders: 8, pauseMs: 40, restMs: 300_000 },
    database: { url: await postgres.database("fleet_trouble"), restart: () => postgres.restart() },
    restartEvery: 1,
    say: (line) => process.stderr.write(`${line}\n`),
  });
  const { counts, ...lists } = verdict;
  const broken = Object.fromEntries(Object.entries(lists).map(([name, list]) => [name, list.length]));
  print("fleet in trouble", [{ ...figures, ...counts, ...broken }]);
  if (!isKept(verdict)) process.exitCode = 1;
}
