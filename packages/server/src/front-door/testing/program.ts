import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { WorkflowDocument } from "@sluice/workflow/document";
import { processEnvironment } from "../../config.ts";
import { builtMain, mainFlags } from "../../testing/built-main.ts";
import { freePort } from "../../testing/free-port.ts";

/** The whole program in a process of its own, as users start it: what it is asked from outside is all that is known of it. */
export class Program {
  readonly base: string;
  readonly #child: ChildProcess;
  readonly #folder: string;
  #token = "";
  #log = "";

  private constructor(given: { base: string; child: ChildProcess; folder: string }) {
    this.base = given.base;
    this.#child = given.child;
    this.#folder = given.folder;
    for (const stream of [given.child.stdout, given.child.stderr]) {
      stream?.on("data", (chunk: Buffer) => {
        this.#log += chunk.toString();
      });
    }
  }

  static async start(): Promise<Program> {
    const folder = mkdtempSync(join(tmpdir(), "sluice-program-"));
    const port = await freePort();
    const start = [...mainFlags, builtMain, "start", "--port", String(port), "--data", folder];
    const env = { ...processEnvironment(), NODE_ENV: "production", SLUICE_LOG_LEVEL: "warn" };
    const child = spawn(process.execPath, start, { env, stdio: ["ignore", "pipe", "pipe"] });
    const program = new Program({ base: `http://127.0.0.1:${port}`, child, folder });
    while ((await fetch(`${program.base}/health/ready`).catch(() => undefined))?.status !== 200) {
      if (!program.runs) throw new Error(`the program ended before it was ready: ${program.log}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const create = ["token", "create", "--name", "test", "--scopes", "*", "--data", folder];
    const { stdout } = await promisify(execFile)(process.execPath, [...mainFlags, builtMain, ...create], {
      env,
    });
    program.#token = stdout.trim();
    return program;
  }

  get runs(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Warnings and errors that it has written. */
  get log(): string {
    return this.#log;
  }

  /** Memory that it has in RAM, in bytes; null where there is no /proc. */
  get residentBytes(): number | null {
    try {
      const status = readFileSync(`/proc/${this.pid}/status`, "utf8");
      return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) * 1024;
    } catch {
      return null;
    }
  }

  /** A call of the API. Rejects unless it is answered 2xx. */
  async call<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
    const answer = await fetch(`${this.base}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${this.#token}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as Answer;
  }

  /** Makes a workflow of a document and publishes it. */
  async workflow(document: WorkflowDocument): Promise<{ id: string; path: string }> {
    const { id, hookKey } = await this.call<{ id: string; hookKey: string }>("POST", "/workflows", {
      document,
    });
    await this.call("POST", `/workflows/${id}/publish`, {});
    return { id, path: `/hooks/${hookKey}` };
  }

  async stop(): Promise<void> {
    if (this.runs) {
      const ended = once(this.#child, "exit");
      this.#child.kill("SIGTERM");
      const late = setTimeout(() => this.#child.kill("SIGKILL"), 15_000);
      await ended;
      clearTimeout(late);
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
