import type { Clock } from "../clock.ts";

/**
 * What is made at most every `forMs` milliseconds, however many ask for it: who asks meanwhile gets what was made last, and
 * who asks while it is being made waits for it. What fails is made again.
 */
export function fresh<Made>(
  make: () => Promise<Made>,
  { forMs, clock }: { readonly forMs: number; readonly clock: Clock },
): () => Promise<Made> {
  let last: { readonly at: number; readonly made: Promise<Made> } | undefined;
  return () => {
    const now = clock();
    if (last && now >= last.at && now - last.at < forMs) return last.made;
    const making = { at: now, made: make() };
    last = making;
    making.made.catch(() => {
      if (last === making) last = undefined;
    });
    return making.made;
  };
}
