import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { WorkflowDocument } from "@sluice/workflow/document";
import { afterEach, describe, expect, it } from "vitest";
import { documentOf } from "../../front-door/testing/documents.ts";
import { createSqliteExecutionsStore } from "../../stores/executions/sqlite.ts";
import { createSqliteWorkflowsStore } from "../../stores/workflows/sqlite.ts";
import { temporaryDatabase } from "../temporary-database.ts";

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});

const program = fileURLToPath(new URL("../../front-door/testing/child.ts", import.meta.url));
const quickImports = fileURLToPath(new URL("../../quick-imports.ts", import.meta.url));

async function startChild(file: string): Promise<{ child: ChildProcess; port: number }> {
  const child = spawn(process.execPath, ["--import", quickImports, program, file], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.push(child);
  const line = await Promise.race([
    once(child.stdout as NodeJS.ReadableStream, "data").then(([data]) => String(data)),
    once(child, "exit").then(() => "0"),
  ]);
  return { child, port: Number(line) };
}

const risky = (ms: number, deadly: boolean): WorkflowDocument["nodes"][string] => ({
  type: "risky",
  config: { ms, deadly },
});

/** A database with a workflow for each document (`key0`, …), and the process that works on it. */
async function start(documents: readonly WorkflowDocument[]) {
  const { database, folder, remove } = temporaryDatabase();
  const file = join(folder, "sluice.db");
  const workflows = createSqliteWorkflowsStore(database);
  const published = { note: null, by: null, secretIds: [], listening: { kind: "none" }, at: 1 } as const;
  for (const [at, document] of documents.entries()) {
    const draft = { document, meaning: "m", newSecrets: [], secretIds: [] };
    const { revision } = await workflows.create({ id: `wf_${at}`, hookKey: `key${at}`, draft, at: 1 });
    await workflows.publish({ id: `wf_${at}`, revision, ...published });
  }
  let { child, port } = await startChild(file);
  const executions = createSqliteExecutionsStore(database);
  return {
    executions,
    get child() {
      return child;
    },
    /** The id of the execution that it starts. */
    async post(at: number): Promise<string> {
      const answer = await fetch(`http://127.0.0.1:${port}/hooks/key${at}`, {
        method: "POST",
        body: "{}",
        headers: { "content-type": "application/json" },
      });
      return answer.headers.get("sluice-execution-id") ?? "";
    },
    async unfinished(): Promise<number> {
      const all = await executions.list({ limit: 100 });
      return all.filter(({ finishedAt }) => finishedAt === null).length;
    },
    async again(): Promise<void> {
      ({ child, port } = await startChild(file));
    },
    async kill(): Promise<void> {
      const ended = once(child, "exit");
      child.kill("SIGKILL");
      await ended;
    },
    remove,
  };
}

describe("a step that takes the process down", () => {
  it("F39: is set aside after three crashes; the executions beside it are finished", async () => {
    const steps = Array.from({ length: 8 }, (_, at) => `s${at}`);
    const server = await start([
      documentOf({ nodes: { deadly: risky(300, true) }, edges: ["trigger>deadly"] }),
      documentOf({
        nodes: Object.fromEntries(steps.map((name) => [name, risky(100, false)])),
        edges: steps.map((name, at) => `${steps[at - 1] ?? "trigger"}>${name}`),
      }),
    ]);
    const others = await Promise.all(Array.from({ length: 20 }, () => server.post(1)));
    const poison = await server.post(0);
    let crashes = 0;
    while (crashes < 10 && (await server.unfinished()) > 0) {
      await Promise.race([once(server.child, "exit"), untilNone(server.unfinished)]);
      if (server.child.signalCode === null) continue;
      crashes += 1;
      await server.again();
    }
    expect(crashes).toBe(3);
    expect(await server.executions.get(poison)).toMatchObject({
      status: "failed",
      error: { code: "poisoned" },
    });
    for (const id of others) {
      expect(await server.executions.get(id)).toMatchObject({ status: "succeeded", error: null });
    }
    await server.kill();
    server.remove();
  }, 300_000);
});

describe("a process that is killed from outside, quicker than its steps finish", () => {
  it("blames none of its executions, five times in a row", async () => {
    const server = await start([
      documentOf({ nodes: { slow: risky(1000, false) }, edges: ["trigger>slow"] }),
    ]);
    const ids: string[] = [];
    for (let kill = 0; kill < 5; kill += 1) {
      ids.push(await server.post(0));
      await new Promise((resolve) => setTimeout(resolve, 100));
      await server.kill();
      await server.again();
    }
    await untilNone(server.unfinished);
    for (const id of ids) {
      expect(await server.executions.get(id)).toMatchObject({ status: "succeeded", error: null });
    }
    await server.kill();
    server.remove();
  }, 300_000);
});

async function untilNone(count: () => Promise<number>): Promise<void> {
  while ((await count()) > 0) await new Promise((resolve) => setTimeout(resolve, 50));
}
