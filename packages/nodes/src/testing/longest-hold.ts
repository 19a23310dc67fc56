/**
 * Waits for what `run` comes to and for how long it held up everybody else at most, in milliseconds of the processor's time:
 * those in which a busy machine does something else are not counted.
 */
export async function longestHold<Value>(
  run: () => Promise<Value>,
): Promise<{ readonly value: Value; readonly longestMs: number }> {
  let longestMs = 0;
  let last = usedMs();
  const timer = setInterval(() => {
    const now = usedMs();
    longestMs = Math.max(longestMs, now - last);
    last = now;
  }, 1);
  try {
    const value = await run();
    return { value, longestMs };
  } finally {
    clearInterval(timer);
  }
}

function usedMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
