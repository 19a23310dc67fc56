import { spawn } from "node:child_process";
import { projectEnvironment, root } from "./paths.mjs";

/**
 * Runs a program to its end. `output: "stderr"` sends what it prints to standard error.
 * Answers its exit code; a signal counts as 1.
 */
export function run(command, args, { env = {}, cwd = root, output = "inherit" } = {}) {
  return new Promise((resolve, reject) => {
    const out = output === "stderr" ? 2 : "inherit";
    const child = spawn(command, args, {
      cwd,
      env: projectEnvironment(env),
      stdio: ["ignore", out, "inherit"],
      shell: process.platform === "win32",
    });
    child.on("error", reject);
    child.on("exit", (code) => resolve(code ?? 1));
  });
}

/** Runs a program in the foreground and ends this process as it ended; signals are handed on. */
export function become(command, args, { env = {}, cwd = process.cwd() } = {}) {
  const child = spawn(command, args, { cwd, env: projectEnvironment(env), stdio: "inherit" });
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
  for (const signal of signals) process.on(signal, () => child.kill(signal));
  child.on("exit", (code, signal) => {
    if (signal) {
      for (const name of signals) process.removeAllListeners(name);
      process.kill(process.pid, signal);
    } else process.exit(code ?? 1);
  });
}
