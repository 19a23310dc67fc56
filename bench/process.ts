import { readFileSync } from "node:fs";

/** Clock ticks of Linux a second, as /proc counts them on every architecture that Node.js runs on. */
const ticksPerSecond = 100;

/**
 * Processor time that a process has taken with all its threads, in seconds; null where there is no /proc. On a machine
 * that others use too it says more than requests a second: what others take does not count.
 */
export function cpuSeconds(pid: number): number | null {
  // Fields 14 and 15 of proc_pid_stat(5), counted from behind the name, which may hold blanks.
  const fields = read(`/proc/${pid}/stat`)?.split(") ").at(-1)?.split(" ");
  const [user, system] = [fields?.[11], fields?.[12]];
  return user === undefined || system === undefined ? null : (Number(user) + Number(system)) / ticksPerSecond;
}

/** Memory of a process that is in RAM, in bytes; null where there is no /proc. */
export function residentBytes(pid: number): number | null {
  const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(read(`/proc/${pid}/status`) ?? "")?.[1];
  return kilobytes === undefined ? null : Number(kilobytes) * 1024;
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
