import { execFileSync } from "node:child_process";
import { mkdtempSync, rmdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Whether this machine can follow the system calls of a process. */
export function canTrace(): boolean {
  return succeeds(() => execFileSync("strace", ["-o", "/dev/null", "true"], { stdio: "ignore" }));
}

/** Whether this process may make a small file system in memory. */
export function canMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), "sluice-mount-"));
  try {
    return succeeds(() => {
      mountSmall(folder, "1m");
      unmount(folder);
    });
  } finally {
    rmdirSync(folder);
  }
}

export function mountSmall(folder: string, size: string): void {
  execFileSync("mount", ["-t", "tmpfs", "-o", `size=${size}`, "tmpfs", folder], { stdio: "ignore" });
}

export function resize(folder: string, size: string): void {
  execFileSync("mount", ["-o", `remount,size=${size}`, folder], { stdio: "ignore" });
}

export function remountReadOnly(folder: string): void {
  execFileSync("mount", ["-o", "remount,ro", folder], { stdio: "ignore" });
}

/** Whether this machine can limit what a process may open. */
export function canLimit(): boolean {
  return succeeds(() => execFileSync("prlimit", ["--version"], { stdio: "ignore" }));
}

export function limitFiles(pid: number, most: number): void {
  execFileSync("prlimit", [`--pid=${pid}`, `--nofile=${most}:${most}`], { stdio: "ignore" });
}

export function unmount(folder: string): void {
  execFileSync("umount", ["-l", folder], { stdio: "ignore" });
}

/** Says on standard error why tests are skipped: nothing is left out silently. */
export function skipped(unless: boolean, reason: string): boolean {
  if (!unless) process.stderr.write(`skipped: ${reason}\n`);
  return !unless;
}

function succeeds(attempt: () => unknown): boolean {
  try {
    attempt();
    return true;
  } catch {
    return false;
  }
}
