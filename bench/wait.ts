import { oneStep, sleeper } from "./documents.ts";
import { fill } from "./fill.ts";
import { load } from "./load.ts";
import { order } from "./order.ts";
import { residentBytes } from "./process.ts";
import type { BenchOptions } from "./rounds.ts";
import { type SluiceUnderLoad, startSluice } from "./servers.ts";
import { megabytes, pause, print } from "./table.ts";

const many = 100_000;

/**
 * What executions that wait cost in memory (measures.md `wait`): by how much a server under the same load grows when they
 * wait instead of ending, and what a server takes that is started with 100,000 of them.
 */
export async function run(options: BenchOptions): Promise<void> {
  const waiting = await startSluice(sleeper);
  const ending = await startSluice(oneStep);
  try {
    const grown = { waiting: await growth(waiting, options), ending: await growth(ending, options) };
    const few = await restarted(waiting, 0);
    const filled = await restarted(waiting, many);
    print("wait", [
      { what: "under load, executions that wait", ...grown.waiting },
      { what: "under load, executions that end", ...grown.ending },
      {
        what: `started with ${grown.waiting.executions} waiting`,
        executions: grown.waiting.executions,
        before: "",
        after: few,
        "grown MB": "",
      },
      {
        what: `started with ${many} more waiting`,
        executions: many,
        before: few,
        after: filled,
        "grown MB": filled - few,
      },
    ]);
  } finally {
    await waiting.stop();
    await ending.stop();
  }
}

/** After a first load, which warms everything up: growth in MB by a second one, both settled. */
async function growth(server: SluiceUnderLoad, { connections, seconds }: BenchOptions) {
  const common = { url: server.url, body: order, connections };
  await load({ ...common, seconds });
  await pause(5000);
  const before = megabytes(residentBytes(server.pid)) ?? Number.NaN;
  const { answered2xx } = await load({ ...common, seconds });
  await pause(5000);
  const after = megabytes(residentBytes(server.pid)) ?? Number.NaN;
  return { executions: answered2xx, before, after, "grown MB": after - before };
}

async function restarted(server: SluiceUnderLoad, more: number): Promise<number> {
  await server.suspend();
  if (more > 0) fill(server.file, more);
  server.resume();
  await server.untilReady();
  await pause(8000);
  return megabytes(residentBytes(server.pid)) ?? Number.NaN;
}
