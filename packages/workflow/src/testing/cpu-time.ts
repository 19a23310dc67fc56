/** What is needed of Node: this package is checked without the types of Node. */
const { process } = globalThis as unknown as {
  process: { threadCpuUsage(): { user: number; system: number } };
};

/**
 * Milliseconds of processor time that this thread has used. What a bound on cost is measured by: time on the wall grows
 * with whatever else the machine does.
 */
export function cpuTime(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}
