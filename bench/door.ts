import { oneStep } from "./documents.ts";
import { load } from "./load.ts";
import { order } from "./order.ts";
import { type BenchOptions, baselines, type Contestant, report, rounds } from "./rounds.ts";
import { type SluiceUnderLoad, startSluice } from "./servers.ts";

interface Page {
  items: { status: string }[];
  nextCursor: string | null;
}

/** Asynchronous workflow: accepted, stored durably, executed to the end (measures.md `door`). */
export async function run(options: BenchOptions): Promise<void> {
  const finished: { accepted: number; succeeded: number; secondsUntilAllFinished: number }[] = [];
  const sluice: Contestant<SluiceUnderLoad> = {
    name: "Sluice",
    start: () => startSluice(oneStep),
    after: async (server, answered2xx) => {
      finished.push(await untilFinished(server, answered2xx));
    },
  };
  const rows = await rounds([...baselines, sluice as Contestant], order, options);
  const half = await atHalfLoad(rows.at(-1)?.requestsPerSecond ?? 0, options);
  report("door", rows, { finished, half });
}

/**
 * How long the last execution takes after the load, and whether one succeeded for every 2xx. There may be a few more
 * than answers: the load generator leaves what is under way when its time is up.
 */
async function untilFinished(server: SluiceUnderLoad, accepted: number) {
  const began = performance.now();
  for (const status of ["queued", "running"]) {
    while ((await server.get<Page>(`/executions?status=${status}&limit=1`)).items.length > 0) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
  const seconds = (performance.now() - began) / 1000;
  let succeeded = 0;
  for (let cursor: string | null = ""; cursor !== null; ) {
    const page: Page = await server.get(
      `/executions?limit=200${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""}`,
    );
    succeeded += page.items.filter((item) => item.status === "succeeded").length;
    cursor = page.nextCursor;
  }
  return { accepted, succeeded, secondsUntilAllFinished: Number(seconds.toFixed(2)) };
}

async function atHalfLoad(full: number, options: BenchOptions) {
  const server = await startSluice(oneStep);
  try {
    const common = { url: server.url, body: order, connections: options.connections };
    await load({ ...common, seconds: 2 });
    const rate = Math.max(1, Math.round(full / 2));
    const result = await load({ ...common, seconds: options.seconds, rate });
    return {
      requestsPerSecond: Math.round(result.requestsPerSecond),
      p50: result.p50,
      p99: result.p99,
      bad: result.bad,
    };
  } finally {
    await server.stop();
  }
}
