import type { Capture } from "../../deliveries/capture.ts";
import type { ContractImplementer } from "../router.ts";

export interface CaptureHandlersGiven {
  readonly capture: Capture;
}

export function captureHandlers(api: ContractImplementer, { capture }: CaptureHandlersGiven) {
  return {
    begin: api.capture.begin.handler(({ input }) => capture.begin(input)),
    next: api.capture.next.handler(async ({ input, context }) => {
      const gone = new AbortController();
      context.response.once("close", () => gone.abort());
      return { delivery: await capture.next({ ...input, signal: gone.signal }) };
    }),
  };
}
