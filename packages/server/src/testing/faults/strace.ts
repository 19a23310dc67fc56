import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect } from "vitest";

/** Runs strace on a process, from when this resolves until `end`, which has all that it said; `kill` for a test that failed. */
export async function startStrace(pid: number, options: readonly string[]) {
  const child = spawn("strace", [...options, "-p", String(pid)], { stdio: ["ignore", "ignore", "pipe"] });
  let text = "";
  child.stderr.on("data", (chunk: Buffer) => {
    text += chunk.toString();
  });
  await expect.poll(() => text, { timeout: 30_000 }).toContain("attached");
  return {
    kill: () => child.kill("SIGKILL"),
    async end(): Promise<string> {
      const ended = once(child, "close");
      child.kill("SIGINT");
      await ended;
      return text;
    },
  };
}
