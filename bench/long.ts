import { branches, chain, loop } from "./documents.ts";
import { median } from "./load.ts";
import { order } from "./order.ts";
import { cpuSeconds, residentBytes } from "./process.ts";
import type { BenchOptions } from "./rounds.ts";
import { type SluiceUnderLoad, startSluice } from "./servers.ts";
import { megabytes, pause, print } from "./table.ts";

const subjects = [
  { name: "chain", sizes: [250, 500, 1000], document: chain },
  { name: "parallel branches", sizes: [250, 500, 1000], document: branches },
  { name: "loop", sizes: [1000, 10_000, 100_000], document: loop },
] as const;

interface Page {
  items: { id: string; status: string; startedAt: string | null; finishedAt: string | null }[];
}

/** Executions of many steps: the time of a step must not grow with their number, nor memory (measures.md `long`). */
export async function run(options: BenchOptions): Promise<void> {
  const rows = [];
  for (const { name, sizes, document } of subjects) {
    for (const size of sizes) {
      const server = await startSluice(document(size));
      try {
        const runs = [];
        // The first one warms up.
        for (let round = 0; round <= options.rounds; round++) runs.push(await once(server));
        const [, ...counted] = runs;
        rows.push({
          what: name,
          steps: size,
          "ms an execution": Math.round(median(counted.map(({ ms }) => ms))),
          "CPU µs a step": Math.round(median(counted.map(({ cpu }) => (1e6 * cpu) / size))),
          "MB at the end": megabytes(residentBytes(server.pid)),
        });
      } finally {
        await server.stop();
      }
    }
  }
  print("long", rows);
}

async function once(server: SluiceUnderLoad) {
  const before = cpuSeconds(server.pid) ?? Number.NaN;
  const headers = { "content-type": "application/json" };
  const answer = await fetch(server.url, { method: "POST", body: order, headers });
  if (!answer.ok) throw new Error(`the delivery was answered with ${answer.status}`);
  for (;;) {
    await pause(50);
    const [newest] = (await server.get<Page>("/executions?limit=1")).items;
    if (!newest?.finishedAt) continue;
    if (newest.status !== "succeeded") throw new Error(`the execution has ${newest.status}`);
    const ms = Date.parse(newest.finishedAt) - Date.parse(newest.startedAt ?? newest.finishedAt);
    return { ms, cpu: (cpuSeconds(server.pid) ?? Number.NaN) - before };
  }
}
