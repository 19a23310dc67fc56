import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import { createSqliteDeliveriesStore } from "../stores/deliveries/sqlite.ts";
import { createSqliteExecutionsStore } from "../stores/executions/sqlite.ts";
import { createSqliteWorkflowsStore } from "../stores/workflows/sqlite.ts";
import { temporaryDatabase } from "../testing/temporary-database.ts";
import { documentOf } from "./testing/documents.ts";

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});

const program = fileURLToPath(new URL("testing/child.ts", import.meta.url));
const quickImports = fileURLToPath(new URL("../quick-imports.ts", import.meta.url));
const rounds = 3;
const answersARound = 30;

async function startChild(file: string): Promise<{ child: ChildProcess; port: number }> {
  const child = spawn(process.execPath, ["--import", quickImports, program, file], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.push(child);
  const [line] = (await once(child.stdout as NodeJS.ReadableStream, "data")) as [Buffer];
  return { child, port: Number(line.toString()) };
}

const sync = documentOf({
  mode: "sync",
  nodes: { reply: { type: "response", config: { kind: "json", body: { n: "{{ request.body.n }}" } } } },
  edges: ["trigger>reply"],
});
const async = documentOf({
  nodes: { keep: { type: "set", config: { fields: { n: "{{ request.body.n }}" } } } },
  edges: ["trigger>keep"],
});

describe("kill -9 under load", () => {
  it("F01: loses nothing that was answered with 2xx, and runs nothing twice", async () => {
    const { database, folder, remove } = temporaryDatabase();
    const file = join(folder, "sluice.db");
    const workflows = createSqliteWorkflowsStore(database);
    const paths: string[] = [];
    for (const [at, document] of [sync, async].entries()) {
      const draft = { document, meaning: "m", newSecrets: [], secretIds: [] };
      const id = `wf_${at}`;
      const { revision } = await workflows.create({ id, hookKey: `key${at}`, draft, at: 1 });
      await workflows.publish({
        id,
        revision,
        note: null,
        by: null,
        secretIds: [],
        listening: { kind: "none" },
        at: 1,
      });
      paths.push(`/hooks/key${at}`);
    }
    const answered = new Map<string, { n: number; executionId: string }>();
    let sent = 0;
    for (let round = 1; round <= rounds; round += 1) {
      const { child, port } = await startChild(file);
      let killed = false;
      const sender = async () => {
        while (!killed) {
          sent += 1;
          const n = sent;
          try {
            const answer = await fetch(`http://127.0.0.1:${port}${paths[n % 2]}`, {
              method: "POST",
              body: JSON.stringify({ n }),
              headers: { "content-type": "application/json" },
            });
            const executionId = answer.headers.get("sluice-execution-id") ?? "";
            if (answer.ok) answered.set(answer.headers.get("sluice-delivery-id") ?? "", { n, executionId });
          } catch {
            // The process is gone: nobody was told anything.
          }
        }
      };
      const senders = Array.from({ length: 8 }, sender);
      // By what it has done, not by time: a busy machine does little in a moment.
      await expect
        .poll(() => answered.size, { timeout: 60_000, interval: 2 })
        .toBeGreaterThanOrEqual(round * answersARound);
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 20));
      killed = true;
      child.kill("SIGKILL");
      await once(child, "exit");
      await Promise.all(senders);
    }
    // What was not finished is finished by the next process.
    const { child } = await startChild(file);
    const deliveries = createSqliteDeliveriesStore(database);
    const executions = createSqliteExecutionsStore(database);
    await expect
      .poll(() => executions.list({ status: "running", limit: 1 }), { timeout: 60_000 })
      .toEqual([]);
    child.kill("SIGKILL");
    await once(child, "exit");

    for (const [id, { n, executionId }] of answered) {
      const source = await deliveries.source(id);
      expect(JSON.parse(Buffer.from(source?.body ?? []).toString())).toEqual({ n });
      expect(await executions.get(executionId)).toMatchObject({ status: "succeeded", deliveryId: id });
    }
    const stored = await deliveries.list({ limit: 100_000, verdict: "accepted" });
    const ran = await executions.list({ limit: 100_000 });
    expect(stored.length).toBeLessThanOrEqual(sent);
    expect(new Set(ran.map(({ deliveryId }) => deliveryId)).size).toBe(ran.length);
    expect(ran.length).toBe(stored.length);
    expect(database.read.$client.pragma("integrity_check", { simple: true })).toBe("ok");
    remove();
  }, 300_000);
});
