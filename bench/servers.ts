import { type ChildProcess, spawn } from "node:child_process";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { SluiceProcess } from "./sluice-process.ts";

const here = dirname(fileURLToPath(import.meta.url));

/** A server under load. `url` takes the POSTs; `stop` ends it and removes its data. */
export interface ServerUnderLoad {
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

export interface SluiceUnderLoad extends ServerUnderLoad {
  /** The database file, to be touched only while the server is suspended. */
  readonly file: string;
  /** GET of the API, with a token. */
  get<Answer>(path: string): Promise<Answer>;
  /** Ends the process and keeps its data. */
  suspend(): Promise<void>;
  /** Starts it again on its data and port. Does not wait for it. */
  resume(): void;
  /** Resolves when it says that it is ready. */
  untilReady(): Promise<void>;
}

/** A fresh folder on the disk the repository is on: a folder in memory would make fsync free. */
export async function freshFolder(): Promise<string> {
  const parent = join(dirname(here), "data");
  await mkdir(parent, { recursive: true });
  return mkdtemp(join(parent, "bench-"));
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), 15_000);
  await ended;
  clearTimeout(timer);
}

export async function startBaseline(name: "bare-http" | "http-sqlite" | "express"): Promise<ServerUnderLoad> {
  const folder = await freshFolder();
  const child = spawn(process.execPath, [join(here, "baselines", `${name}.ts`)], {
    env: { ...process.env, BENCH_DATA: folder, NODE_ENV: "production" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const port = await new Promise<string>((resolve, reject) => {
    child.stdout.once("data", (data: Buffer) => resolve(data.toString().replace("port ", "").trim()));
    child.once("exit", () => reject(new Error(`the baseline ${name} ended before it listened`)));
  });
  const stop = async () => {
    await end(child);
    await rm(folder, { recursive: true, force: true });
  };
  return { url: `http://127.0.0.1:${port}/`, pid: child.pid ?? 0, stop };
}

/** Starts Sluice on an empty data folder and publishes the given workflow. */
export async function startSluice(document: unknown): Promise<SluiceUnderLoad> {
  const folder = await freshFolder();
  const sluice = await SluiceProcess.on({ folder });
  await sluice.start();
  const { hookUrl } = await sluice.publish(document);
  return {
    url: hookUrl,
    file: join(folder, "sluice.db"),
    get pid() {
      return sluice.pid;
    },
    get: (path) => sluice.call("GET", path),
    suspend: () => sluice.end("SIGTERM"),
    resume: () => sluice.spawn(),
    untilReady: () => sluice.ready(),
    stop: async () => {
      await sluice.end("SIGTERM");
      await rm(folder, { recursive: true, force: true });
    },
  };
}
