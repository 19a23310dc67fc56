import { oneStep } from "./documents.ts";
import { load, median } from "./load.ts";
import { order } from "./order.ts";
import { cpuSeconds, residentBytes } from "./process.ts";
import type { BenchOptions } from "./rounds.ts";
import { type ServerUnderLoad, startBaseline, startSluice } from "./servers.ts";
import { megabytes, pause, print } from "./table.ts";

/** Long enough for everything that a start has put off. */
const idleMs = 5000;

interface Started {
  /** Milliseconds to the first answer with 2xx, wall and processor. */
  readonly ms: number;
  readonly cpu: number;
  /** Resident bytes. */
  readonly idle: number;
  readonly loaded: number;
}

/** Cold start on data that is there, to the first accepted delivery; memory idle and under load (measures.md `start`). */
export async function run(options: BenchOptions): Promise<void> {
  const found: { [name: string]: Started[] } = { "Express 5": [], Sluice: [] };
  const sluice = await startSluice(oneStep);
  try {
    for (let round = 0; round < options.rounds; round++) {
      await sluice.suspend();
      const began = performance.now();
      sluice.resume();
      found.Sluice?.push(await measured(sluice, began, options));
      await sluice.suspend();
      const baselineBegan = performance.now();
      const baseline = await startBaseline("express");
      found["Express 5"]?.push(await measured(baseline, baselineBegan, options));
      await baseline.stop();
    }
  } finally {
    await sluice.stop();
  }
  print(
    "start",
    Object.entries(found).map(([server, rounds]) => {
      const of = (take: (one: Started) => number) => Math.round(median(rounds.map(take)));
      return {
        server,
        "ms to the first accepted delivery": of(({ ms }) => ms),
        "CPU ms until then": of(({ cpu }) => cpu),
        "MB idle": megabytes(of(({ idle }) => idle)),
        "MB under load": megabytes(of(({ loaded }) => loaded)),
      };
    }),
  );
}

async function measured(server: ServerUnderLoad, began: number, options: BenchOptions): Promise<Started> {
  await untilAccepted(server.url);
  const ms = performance.now() - began;
  const cpu = 1000 * (cpuSeconds(server.pid) ?? Number.NaN);
  await pause(idleMs);
  const idle = residentBytes(server.pid) ?? Number.NaN;
  const { connections, seconds } = options;
  await load({ url: server.url, body: order, connections, seconds });
  const loaded = residentBytes(server.pid) ?? Number.NaN;
  return { ms, cpu, idle, loaded };
}

async function untilAccepted(url: string): Promise<void> {
  const headers = { "content-type": "application/json" };
  for (let attempt = 0; attempt < 3000; attempt++) {
    const answer = await fetch(url, { method: "POST", body: order, headers }).catch(() => undefined);
    await answer?.arrayBuffer();
    if (answer?.ok) return;
    await pause(10);
  }
  throw new Error("no delivery was accepted within 30 s");
}
