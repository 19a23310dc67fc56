import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** Another process begins the waiting task and is killed in the middle of it. */
export async function beginAndKill(dialect: "sqlite" | "postgres", target: string): Promise<void> {
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL("./child.ts", import.meta.url)), dialect, target],
    {
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  const exited = once(child, "exit");
  await Promise.race([once(child.stdout, "data"), exited]);
  child.kill("SIGKILL");
  await exited;
}
