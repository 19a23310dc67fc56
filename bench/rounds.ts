import { type LoadResult, load, median } from "./load.ts";
import { cpuSeconds } from "./process.ts";
import { type ServerUnderLoad, startBaseline } from "./servers.ts";

export interface BenchOptions {
  readonly seconds: number;
  readonly rounds: number;
  readonly connections: number;
  /** Of `crash`. */
  readonly kills: number;
  readonly database: "sqlite" | "postgres";
  /** Of `crash` and `day` on PostgreSQL. */
  readonly processes: number;
  /** Of `day`: how long it is, and how many times faster its clock goes. */
  readonly hours: number;
  readonly speed: number;
  /** Of `fan-out`. */
  readonly events: number;
  /** Also what takes many minutes and gigabytes. */
  readonly large: boolean;
}

export interface Contestant<Server extends ServerUnderLoad = ServerUnderLoad> {
  readonly name: string;
  start(): Promise<Server>;
  /** Looked at while the server still runs, right after the load. `answered2xx` counts the warm-up too. */
  after?(server: Server, answered2xx: number): Promise<void>;
}

/** Until the code is compiled, also on a machine that others use. */
const warmUpSeconds = 5;

export const baselines: readonly Contestant[] = [
  { name: "bare node:http", start: () => startBaseline("bare-http") },
  { name: "http + durable row", start: () => startBaseline("http-sqlite") },
  { name: "Express 5", start: () => startBaseline("express") },
];

export interface Row {
  readonly name: string;
  readonly requestsPerSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly bad: number;
  /** Processor time that the server took for a request, in microseconds; null where the system does not say. */
  readonly cpuPerRequest: number | null;
}

type Measured = LoadResult & { readonly cpuPerRequest: number | null };

/** Runs all contestants in turn, round after round, each on a fresh server after a warm-up. */
export async function rounds(
  contestants: readonly Contestant[],
  body: string,
  options: BenchOptions,
): Promise<Row[]> {
  const results = new Map<string, Measured[]>();
  for (let round = 1; round <= options.rounds; round++) {
    for (const contestant of contestants) {
      const server = await contestant.start();
      try {
        const common = { url: server.url, body, connections: options.connections };
        const warmUp = await load({ ...common, seconds: warmUpSeconds });
        const before = cpuSeconds(server.pid);
        const result = await load({ ...common, seconds: options.seconds });
        const cpu = cpuBetween(before, cpuSeconds(server.pid), result.requests);
        results.set(contestant.name, [
          ...(results.get(contestant.name) ?? []),
          { ...result, cpuPerRequest: cpu },
        ]);
        process.stderr.write(
          `round ${round}: ${contestant.name.padEnd(20)} ${Math.round(result.requestsPerSecond)} requests/s, ${cpu ?? "?"} µs of processor each\n`,
        );
        await contestant.after?.(server, warmUp.answered2xx + result.answered2xx);
      } finally {
        await server.stop();
      }
    }
  }
  return contestants.map(({ name }) => {
    const of = results.get(name) ?? [];
    return {
      name,
      requestsPerSecond: Math.round(median(of.map((result) => result.requestsPerSecond))),
      p50: median(of.map((result) => result.p50)),
      p99: median(of.map((result) => result.p99)),
      bad: of.reduce((sum, result) => sum + result.bad, 0),
      cpuPerRequest: of.some((result) => result.cpuPerRequest === null)
        ? null
        : median(of.map((result) => result.cpuPerRequest ?? 0)),
    };
  });
}

function cpuBetween(before: number | null, after: number | null, requests: number): number | null {
  return before === null || after === null ? null : Math.round(((after - before) * 1e6) / requests);
}

/** Prints the table with each row's ratio to the last one, and one JSON line. */
export function report(bench: string, rows: readonly Row[], extra: Record<string, unknown> = {}): void {
  const own = rows.at(-1)?.requestsPerSecond ?? Number.NaN;
  const lines = rows.map(
    (row) =>
      `| ${row.name} | ${row.requestsPerSecond} | ${(own / row.requestsPerSecond).toFixed(2)} | ${row.p50} | ${row.p99} | ${row.cpuPerRequest ?? "?"} | ${row.bad} |`,
  );
  process.stdout.write(
    `${["| server | requests/s | Sluice / it | p50 ms | p99 ms | CPU µs/request | not 2xx |", "| --- | --- | --- | --- | --- | --- | --- |", ...lines].join("\n")}\n`,
  );
  for (const [name, value] of Object.entries(extra))
    process.stdout.write(`${name}: ${JSON.stringify(value)}\n`);
  process.stdout.write(`${JSON.stringify({ bench, node: process.version, rows, ...extra })}\n`);
}
