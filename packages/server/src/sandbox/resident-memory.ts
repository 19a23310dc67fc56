import { readFileSync } from "node:fs";

/**
 * Bytes of memory a process holds, from Linux's `/proc`. Undefined when the process is gone, and on other systems: there
 * the limits inside (QuickJS's own, and the size of the WebAssembly memory) stand alone.
 */
export function residentBytes(pid: number): number | undefined {
  if (process.platform !== "linux") return undefined;
  try {
    const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
  } catch {
    return undefined;
  }
}
