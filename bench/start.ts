import { oneStep } from "./documents.ts";
import { load, median } from "./load.ts";
import { order } from "./order.ts";
import { cpuSeconds, residentBytes } from "./process.ts";
import type { BenchOptions } from "./rounds.ts";
import { type SluiceUnderLoad, startSluice } from "./servers.ts";
import { megabytes, pause, print } from "./table.ts";

/** Long enough for everything that a start has put off. */
const idleMs = 5000;

/** Cold start on data that is there, to the first accepted delivery; memory idle and under load (measures.md `start`). */
export async function run(options: BenchOptions): Promise<void> {
  const server = await startSluice(oneStep);
  const found: { ms: number; cpu: number; idle: number; loaded: number }[] = [];
  try {
    for (let round = 0; round < options.rounds; round++) found.push(await once(server, options));
  } finally {
    await server.stop();
  }
  const of = (take: (one: (typeof found)[number]) => number) => Math.round(median(found.map(take)));
  print("start", [
    {
      "ms to the first accepted delivery": of(({ ms }) => ms),
      "CPU ms until then": of(({ cpu }) => cpu),
      "MB idle": megabytes(of(({ idle }) => idle)),
      "MB under load": megabytes(of(({ loaded }) => loaded)),
    },
  ]);
}

async function once(server: SluiceUnderLoad, options: BenchOptions) {
  await server.suspend();
  const began = performance.now();
  server.resume();
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
