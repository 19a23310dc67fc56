import type { LiveHub } from "../../live/hub.ts";
import type { ContractImplementer } from "../router.ts";

/** How long a reader whose token was revoked, or who signed out, may go on hearing news, in milliseconds. */
const recheckMs = 1000;

export interface LiveHandlerGiven {
  readonly hub: Pick<LiveHub, "subscribe">;
}

export function liveHandler(api: ContractImplementer, { hub }: LiveHandlerGiven) {
  return api.live.handler(async function* ({ input, context }) {
    const { response } = context;
    const subscription = hub.subscribe({
      ...(input.workflowId === undefined ? {} : { workflowId: input.workflowId }),
      // It does not read: what stands in the socket would stay there for ever.
      onCut: () => response.destroy(),
    });
    // Ends the wait for the next news when the reader leaves; a generator cannot be ended while it waits.
    response.once("close", () => subscription.close());
    if (response.closed) subscription.close();
    let checkedAt = performance.now();
    for await (const news of subscription) {
      if (performance.now() - checkedAt > recheckMs) {
        if (!(await context.stillMay())) return;
        checkedAt = performance.now();
      }
      yield news;
    }
  });
}
