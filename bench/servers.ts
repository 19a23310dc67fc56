import { type ChildProcess, execFile, spawn } from "node:child_process";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { nodeFlags } from "../scripts/steps/paths.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
const main = join(root, "packages", "server", "src", "main.ts");

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
async function freshFolder(): Promise<string> {
  const parent = join(root, "data");
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
  const port = await freePort();
  const base = `http://127.0.0.1:${port}`;
  const env = { ...process.env, NODE_ENV: "production", SLUICE_LOG_LEVEL: "warn" };
  const account = {
    SLUICE_ADMIN_EMAIL: "bench@example.com",
    SLUICE_ADMIN_PASSWORD: "a password for the bench",
  };
  const launch = () =>
    spawn(process.execPath, [...nodeFlags, main, "start", "--port", String(port), "--data", folder], {
      env: { ...env, ...account },
      stdio: ["ignore", "ignore", "inherit"],
    });
  let child = launch();
  await untilReady(base, child);
  const created = await promisify(execFile)(
    process.execPath,
    [...nodeFlags, main, "token", "create", "--name", "bench", "--scopes", "*", "--data", folder],
    { env },
  );
  const headers = { authorization: `Bearer ${created.stdout.trim()}`, "content-type": "application/json" };
  const call = async (method: string, path: string, body?: unknown) => {
    const answer = await fetch(`${base}/api/v1${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
  const workflow = await call("POST", "/workflows", { document });
  await call("POST", `/workflows/${workflow.id}/publish`, {});
  return {
    url: workflow.hookUrl,
    file: join(folder, "sluice.db"),
    get pid() {
      return child.pid ?? 0;
    },
    get: (path) => call("GET", path),
    suspend: () => end(child),
    resume: () => {
      child = launch();
    },
    untilReady: () => untilReady(base, child),
    stop: async () => {
      await end(child);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function untilReady(base: string, child: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt++) {
    if (child.exitCode !== null) throw new Error(`sluice ended with ${child.exitCode} before it was ready`);
    const answer = await fetch(`${base}/health/ready`).catch(() => undefined);
    if (answer?.status === 200) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("sluice was not ready within 30 s");
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}
