import { type ChildProcess, execFile, spawn } from "node:child_process";
import { createServer } from "node:net";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { nodeFlags, serverMain } from "../scripts/steps/paths.mjs";

const usualReadyWithinMs = 240_000;
/** How long an answer of the API is waited for, or as long as a start where that may take longer. */
const usualCallMs = 60_000;

/** Sluice as users start it: a process of its own, which can be killed and started again on the same data. */
export class SluiceProcess {
  readonly base: string;
  readonly #folder: string;
  readonly #port: number;
  readonly #arguments: readonly string[];
  readonly #environment: Readonly<Record<string, string>>;
  readonly #readyWithinMs: number;
  readonly #keptUp: boolean;
  readonly #hear: ((line: string) => void) | undefined;
  #givenUp = 0;
  #child: ChildProcess | undefined;
  #token = "";

  private constructor(given: {
    folder: string;
    port: number;
    environment?: Readonly<Record<string, string>>;
    more?: readonly string[];
    readyWithinMs?: number;
    keptUp?: boolean;
    hear?: (line: string) => void;
  }) {
    this.#hear = given.hear;
    this.#keptUp = given.keptUp ?? false;
    this.#readyWithinMs = given.readyWithinMs ?? usualReadyWithinMs;
    this.#folder = given.folder;
    this.#port = given.port;
    this.#environment = given.environment ?? {};
    this.#arguments = given.more ?? [];
    this.base = `http://127.0.0.1:${given.port}`;
  }

  /**
   * A process that is not started yet, on a free port. `more`: arguments of `sluice start`. `keptUp`: a start that gives up
   * is made again, as a service manager does. `hear`: is told each line of its log.
   */
  static async on(given: {
    folder: string;
    environment?: Readonly<Record<string, string>>;
    more?: readonly string[];
    readyWithinMs?: number;
    keptUp?: boolean;
    hear?: (line: string) => void;
  }): Promise<SluiceProcess> {
    return new SluiceProcess({ ...given, port: await freePort() });
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  /** Starts that gave up and were made again. */
  get givenUp(): number {
    return this.#givenUp;
  }

  get runs(): boolean {
    return this.#child !== undefined && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Starts it without waiting for anything. */
  spawn(): void {
    const start = [...nodeFlags, serverMain, "start", "--port", String(this.#port)];
    this.#child = spawn(process.execPath, [...start, "--data", this.#folder, ...this.#arguments], {
      env: {
        ...this.#env(),
        SLUICE_ADMIN_EMAIL: "bench@example.com",
        SLUICE_ADMIN_PASSWORD: "a password for the bench",
      },
      stdio: ["ignore", this.#hear ? "pipe" : "ignore", "inherit"],
    });
    const { stdout } = this.#child;
    if (stdout && this.#hear) createInterface({ input: stdout }).on("line", this.#hear);
  }

  /** Starts it and waits until it takes deliveries. */
  async start(): Promise<void> {
    this.spawn();
    await this.ready();
  }

  async ready(): Promise<void> {
    const until = performance.now() + this.#readyWithinMs;
    while (performance.now() < until) {
      if (!this.runs) {
        if (!this.#keptUp) throw new Error("sluice ended before it was ready");
        this.#givenUp += 1;
        this.spawn();
      }
      const answer = await fetch(`${this.base}/health/ready`).catch(() => undefined);
      if (answer?.status === 200) return;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    throw new Error(`sluice was not ready within ${this.#readyWithinMs / 1000} s`);
  }

  /** Ends it by a signal and waits until it is gone. A SIGTERM that is not heeded for 15 seconds becomes a SIGKILL. */
  async end(signal: "SIGKILL" | "SIGTERM"): Promise<void> {
    const child = this.#child;
    if (!child || !this.runs) return;
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill(signal);
    const timer = setTimeout(() => child.kill("SIGKILL"), 15_000);
    await ended;
    clearTimeout(timer);
  }

  /** A call of the API with a token of all scopes, which is made at the first call. Rejects unless it is answered 2xx. */
  async call<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
    this.#token ||= await this.#newToken();
    const answer = await fetch(`${this.base}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${this.#token}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(Math.max(usualCallMs, this.#readyWithinMs)),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer.json() as Promise<Answer>;
  }

  /** Makes a workflow of a document and publishes it. */
  async publish(document: unknown): Promise<{ id: string; hookUrl: string }> {
    const workflow = await this.call<{ id: string; hookUrl: string }>("POST", "/workflows", { document });
    await this.call("POST", `/workflows/${workflow.id}/publish`, {});
    return workflow;
  }

  async #newToken(): Promise<string> {
    const create = ["token", "create", "--name", "bench", "--scopes", "*", "--data", this.#folder];
    const created = await promisify(execFile)(process.execPath, [...nodeFlags, serverMain, ...create], {
      env: this.#env(),
    });
    return created.stdout.trim();
  }

  #env(): NodeJS.ProcessEnv {
    return { ...process.env, NODE_ENV: "production", SLUICE_LOG_LEVEL: "warn", ...this.#environment };
  }
}

export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}
