import type { StepControl } from "./step-control.ts";
import { StepFailure } from "./step-failure.ts";

/** Rejects with `step-timeout` when it has run for so long. While it waits for a free place its time stands still. */
export async function withTimeLimit<Result>(
  running: Promise<Result>,
  { control, limitMs }: { readonly control: StepControl; readonly limitMs: number },
): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  let leftMs = limitMs;
  let since = 0;
  const tooLong = new Promise<never>((_, reject) => {
    const end = () => {
      control.abort("the step took too long");
      const message = `the step took longer than ${limitMs / 1000} s`;
      reject(new StepFailure({ code: "step-timeout", message, kind: "timeout" }));
    };
    control.watchQueue((queued) => {
      if (timer) leftMs -= performance.now() - since;
      clearTimeout(timer);
      timer = undefined;
      if (queued) return;
      since = performance.now();
      timer = setTimeout(end, Math.max(0, leftMs));
    });
  });
  try {
    return await Promise.race([running, tooLong]);
  } finally {
    control.watchQueue(() => {});
    clearTimeout(timer);
  }
}
