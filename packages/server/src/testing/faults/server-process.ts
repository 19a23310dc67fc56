import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { builtMain, mainFlags } from "../built-main.ts";
import { freePort } from "../free-port.ts";
import { startTestApp, type TestApp, type TestAppOptions } from "../start-app.ts";

/** A busy machine starts ten times as slowly as an idle one. */
const readyWithinMs = 90_000;

export interface ServerData {
  readonly folder: string;
  /** An API token with every scope. */
  readonly token: string;
  /** Paths of the trigger URLs, in the order of the documents. */
  readonly hooks: readonly string[];
  /** Their ids. */
  readonly workflows: readonly string[];
}

/** Makes what a server is started on: published workflows and a token. */
export async function prepareData(
  documents: readonly unknown[],
  options: TestAppOptions = {},
): Promise<ServerData> {
  const app = await startTestApp(options);
  const made: { id: string; path: string }[] = [];
  for (const document of documents) made.push(await published(app, document));
  await app.stop({ keepData: true });
  const { dataFolder: folder, token } = app;
  return { folder, token, hooks: made.map(({ path }) => path), workflows: made.map(({ id }) => id) };
}

async function published(app: TestApp, document: unknown): Promise<{ id: string; path: string }> {
  const created = await app.call("POST", "/workflows", { document });
  const { id, hookUrl } = (await created.json()) as { id: string; hookUrl: string };
  const answer = await app.call("POST", `/workflows/${id}/publish`, {});
  if (!answer.ok) throw new Error(`not published: ${await answer.text()}`);
  return { id, path: new URL(hookUrl).pathname };
}

/** The real server in a process of its own, to be killed, stopped and started again. */
export class ServerProcess {
  readonly base: string;
  readonly #data: ServerData;
  readonly #port: number;
  readonly #environment: Readonly<Record<string, string>>;
  #child: ChildProcess | undefined;
  #log = "";

  private constructor(port: number, given: ServerProcessGiven) {
    this.#port = port;
    this.#data = given.data;
    this.#environment = given.environment ?? {};
    this.base = `http://127.0.0.1:${port}`;
  }

  static async start(given: ServerProcessGiven): Promise<ServerProcess> {
    const server = new ServerProcess(await freePort(), given);
    await server.start();
    return server;
  }

  /** Its present process. */
  get child(): ChildProcess {
    if (!this.#child) throw new Error("it was never started");
    return this.#child;
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  get runs(): boolean {
    const child = this.#child;
    return child !== undefined && child.exitCode === null && child.signalCode === null;
  }

  /** All it has printed so far. */
  get log(): string {
    return this.#log;
  }

  /** Starts it and waits until it takes deliveries. */
  async start(): Promise<void> {
    const { command, env } = commandOf(this.#port, { data: this.#data, environment: this.#environment });
    const child = spawn(process.execPath, command, { env, stdio: ["ignore", "pipe", "pipe"] });
    const keep = (chunk: Buffer) => {
      this.#log += chunk.toString();
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    this.#child = child;
    const until = performance.now() + readyWithinMs;
    while (performance.now() < until) {
      if (!this.runs) throw new Error(`the server ended before it was ready:\n${this.#log}`);
      const answer = await fetch(`${this.base}/health/ready`).catch(() => undefined);
      if (answer?.status === 200) return;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    throw new Error(`the server was not ready within ${readyWithinMs / 1000} s:\n${this.#log}`);
  }

  /** Sends a signal without waiting for anything. */
  signal(signal: NodeJS.Signals): void {
    this.#child?.kill(signal);
  }

  /** Ends it and waits until it is gone. */
  async end(signal: "SIGKILL" | "SIGTERM" = "SIGKILL"): Promise<void> {
    const child = this.#child;
    if (!child || !this.runs) return;
    const ended = once(child, "exit");
    child.kill(signal);
    await ended;
  }

  /** POSTs JSON to the trigger URL of the document at this position. */
  post(at: number, body: unknown): Promise<Response> {
    return fetch(`${this.base}${this.#data.hooks[at]}`, {
      method: "POST",
      body: JSON.stringify(body),
      headers: { "content-type": "application/json" },
    });
  }

  /** GETs from the API. */
  async get<Answer>(path: string): Promise<Answer> {
    const headers = { authorization: `Bearer ${this.#data.token}` };
    const answer = await fetch(`${this.base}/api/v1${path}`, { headers });
    if (!answer.ok) throw new Error(`GET ${path}: ${answer.status} ${await answer.text()}`);
    return answer.json() as Promise<Answer>;
  }

  /** The record of an execution when it has ended. */
  async ended(id: string, withinMs = 90_000): Promise<EndedExecution> {
    const until = performance.now() + withinMs;
    for (;;) {
      const execution = await this.get<EndedExecution>(`/executions/${id}`);
      if (execution.finishedAt !== null) return execution;
      if (performance.now() > until) throw new Error(`${id} is ${execution.status} after ${withinMs} ms`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

export interface ServerProcessGiven {
  readonly data: ServerData;
  /** Settings of the server. */
  readonly environment?: Readonly<Record<string, string>>;
}

export interface EndedExecution {
  readonly id: string;
  readonly status: string;
  readonly finishedAt: string | null;
  readonly deliveryId: string | null;
  readonly error: { readonly code: string } | null;
  readonly steps: readonly { readonly node: string; readonly status: string; readonly attempts: number }[];
}

/** Of an accepted delivery: the id of its execution. Throws when it was not accepted. */
export async function executionOf(answer: Response): Promise<string> {
  const id = answer.headers.get("sluice-execution-id");
  if (!answer.ok || id === null) throw new Error(`not accepted: ${answer.status} ${await answer.text()}`);
  await answer.arrayBuffer();
  return id;
}

/** How the server is started, for who wants to do that himself; `base` is where it will listen. */
export async function serverCommand(given: ServerProcessGiven) {
  const port = await freePort();
  return { ...commandOf(port, given), base: `http://127.0.0.1:${port}` };
}

function commandOf(port: number, { data, environment }: ServerProcessGiven) {
  const flags = ["--port", String(port), "--data", data.folder];
  return {
    command: [...mainFlags, builtMain, "start", ...flags],
    env: { PATH: process.env.PATH, SLUICE_ALLOW_NETWORKS: "127.0.0.0/8", ...environment },
  };
}
