import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** The PostgreSQL of this run; null where none can be started. */
    readonly postgresUrl: string | null;
  }
}

let stop = async (): Promise<void> => {};

/** Called by vitest after the last test. */
export async function teardown(): Promise<void> {
  await stop();
}

/** One PostgreSQL for all test files of a run (vitest's `globalSetup`). Where it cannot be started, its suites are skipped. */
export async function setup(project: TestProject): Promise<void> {
  const keeper = spawn(process.execPath, [fileURLToPath(new URL("./keeper.ts", import.meta.url))], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const exited = once(keeper, "exit");
  const lines = createInterface({ input: keeper.stdout });
  const line = await Promise.race([
    once(lines, "line").then(([text]) => String(text)),
    exited.then(() => "unavailable its keeper ended"),
  ]);
  const [word, ...rest] = line.split(" ");
  if (word !== "ready") {
    process.stderr.write(`The tests on PostgreSQL are skipped: ${rest.join(" ")}\n`);
  }
  project.provide("postgresUrl", word === "ready" ? rest.join(" ") : null);
  stop = async () => {
    keeper.stdin.end();
    await exited;
  };
}
