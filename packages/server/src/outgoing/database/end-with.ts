/** How long the server is tried to be told, in milliseconds. */
export const cancelMs = 5000;

/**
 * Runs a statement. When the signal ends it, `cancel` tells the server, which would go on with it for nobody until its own limit:
 * a write, too, that could come to its end later than the step that wanted it. Whether it reaches the server, nobody waits for.
 */
export async function endWith<Result>(
  signal: AbortSignal,
  cancel: () => Promise<void>,
  run: () => Promise<Result>,
): Promise<Result> {
  const stop = () => void cancel().catch(() => {});
  signal.addEventListener("abort", stop, { once: true });
  try {
    return await run();
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

/** What is left of a time limit, in milliseconds, from when this is called. */
export function timeLeft(timeoutMs: number): () => number {
  const until = performance.now() + timeoutMs;
  return () => Math.max(1, Math.round(until - performance.now()));
}
