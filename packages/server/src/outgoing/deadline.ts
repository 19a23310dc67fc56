import { calledOff, failureOf, timedOut } from "./failure.ts";

/** A timer of more milliseconds than this fires at once. */
export const longestMs = 2 ** 31 - 1;

/**
 * Runs an exchange that is no HTTP under a time limit over all of it. `run` gets a signal that ends its connection.
 * Rejects with a `NodeError`: those of `run`, `request-timed-out`, `request-cancelled`, or what `failureOf` makes of the rest.
 */
export async function withDeadline<Result>(
  given: { readonly host: string; readonly timeoutMs: number; readonly signal?: AbortSignal | undefined },
  run: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const { host, timeoutMs } = given;
  const over = new AbortController();
  const timer = setTimeout(() => over.abort(), Math.min(timeoutMs, longestMs));
  const signal = given.signal ? AbortSignal.any([over.signal, given.signal]) : over.signal;
  let stop: (() => void) | undefined;
  const stopped = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
  });
  try {
    return await Promise.race([run(signal), stopped]);
  } catch (error) {
    if (given.signal?.aborted) throw calledOff(error);
    if (over.signal.aborted) throw timedOut({ host, timeoutMs, cause: error });
    throw failureOf(error, host);
  } finally {
    clearTimeout(timer);
    if (stop) signal.removeEventListener("abort", stop);
  }
}
