import { oneStep } from "./documents.ts";
import { fill } from "./fill.ts";
import { load, median } from "./load.ts";
import { order } from "./order.ts";
import { cpuSeconds } from "./process.ts";
import type { BenchOptions } from "./rounds.ts";
import { type SluiceUnderLoad, startSluice } from "./servers.ts";
import { print } from "./table.ts";

/** What people look at, with the first page's last id as the cursor of the second. */
const lists = [
  "/executions?limit=50",
  "/executions?limit=50&status=failed",
  "/executions?limit=50&status=waiting",
  "/executions?limit=50&workflowId=wf_00000000000000000000000007",
  "/executions?limit=50&workflowId=wf_00000000000000000000000007&status=failed",
  "/deliveries?limit=50",
  "/deliveries?limit=50&verdict=refused",
  "/deliveries?limit=50&workflowId=wf_00000000000000000000000007",
  "/overview",
] as const;

const samples = 20;

/**
 * The same door load beside more and more stored executions, and the lists of the API on them (measures.md `grow`).
 * All servers stand at the same time and are loaded in turn, a second each, so that what else the machine does meets all.
 */
export async function run(options: BenchOptions): Promise<void> {
  const sizes = options.large ? [0, 100_000, 1_000_000, 5_000_000] : [0, 100_000, 1_000_000];
  const servers: SluiceUnderLoad[] = [];
  try {
    for (const size of sizes) servers.push(await filled(size));
    const { connections } = options;
    const common = { body: order, connections };
    for (const { url } of servers) await load({ ...common, url, seconds: 5 });
    const rates = servers.map(() => [] as { perSecond: number; cpu: number; p99: number }[]);
    for (let round = 0; round < options.rounds * 5; round++) {
      for (const [at, server] of servers.entries()) {
        const before = cpuSeconds(server.pid) ?? Number.NaN;
        const result = await load({ ...common, url: server.url, seconds: 1 });
        const cpu = (1e6 * ((cpuSeconds(server.pid) ?? Number.NaN) - before)) / result.requests;
        rates[at]?.push({ perSecond: result.requestsPerSecond, cpu, p99: result.p99 });
      }
    }
    const rows = [];
    for (const [at, server] of servers.entries()) {
      const own = rates[at] ?? [];
      const ratio = median(
        own.map(({ perSecond }, round) => perSecond / (rates[0]?.[round]?.perSecond ?? 1)),
      );
      rows.push({
        stored: sizes[at],
        "requests/s": Math.round(median(own.map(({ perSecond }) => perSecond))),
        "to empty": ratio.toFixed(2),
        "CPU µs/request": Math.round(median(own.map(({ cpu }) => cpu))),
        "p99 ms": median(own.map(({ p99 }) => p99)),
        ...(await listed(server)),
      });
    }
    print("grow", rows);
  } finally {
    for (const server of servers) await server.stop();
  }
}

async function filled(size: number): Promise<SluiceUnderLoad> {
  const server = await startSluice(oneStep);
  if (size === 0) return server;
  await load({ url: server.url, body: order, connections: 1, seconds: 1 });
  await server.suspend();
  fill(server.file, size);
  process.stderr.write(`${size} executions are stored\n`);
  server.resume();
  await server.untilReady();
  return server;
}

/** p95 of each list in milliseconds, the worst of them named. */
async function listed(server: SluiceUnderLoad) {
  let worst = { path: "", p95: 0 };
  const all: number[] = [];
  for (const path of lists) {
    const times: number[] = [];
    for (let sample = 0; sample < samples; sample++) {
      const began = performance.now();
      await server.get(path);
      times.push(performance.now() - began);
    }
    all.push(...times);
    const p95 = times.sort((a, b) => a - b)[Math.floor(samples * 0.95)] ?? 0;
    if (p95 > worst.p95) worst = { path, p95 };
  }
  all.sort((a, b) => a - b);
  return {
    "lists p95 ms": Math.round(all[Math.floor(all.length * 0.95)] ?? 0),
    "slowest list p95 ms": `${Math.round(worst.p95)} (${worst.path})`,
  };
}
