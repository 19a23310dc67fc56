import type { LiveHub } from "../../live/hub.ts";
import type { Presence } from "../../live/presence.ts";
import type { Watch } from "../../live/watch.ts";
import { personOf } from "../caller.ts";
import type { ApiContext } from "../context.ts";
import type { ContractImplementer } from "../router.ts";

/** How long a reader whose token was revoked, or who signed out, may go on hearing news, in milliseconds. */
const recheckMs = 1000;
/** How often a stream without news is looked at: a change by the command line is told to no process. */
const quietRecheckMs = 10_000;

export interface LiveHandlerGiven {
  readonly hub: Pick<LiveHub, "subscribe">;
  readonly presence: Pick<Presence, "join">;
  readonly watch: Pick<Watch, "add">;
}

export function liveHandler(api: ContractImplementer, { hub, presence, watch }: LiveHandlerGiven) {
  return api.live.handler(async function* ({ input, context }) {
    const { response } = context;
    const subscription = hub.subscribe({
      ...(input.workflowId === undefined ? {} : { workflowId: input.workflowId }),
      // It does not read: what stands in the socket would stay there for ever.
      onCut: () => response.destroy(),
    });
    const leavePresence = joinAs(context, input.open);
    const recheck = () =>
      void context.stillMay().then((may) => {
        if (!may) end();
      });
    const unwatch = watch.add(personOf(context.caller)?.id ?? null, recheck);
    const timer = setInterval(recheck, quietRecheckMs);
    const leave = () => {
      leavePresence();
      unwatch();
      clearInterval(timer);
    };
    // Ends the wait for the next news when the reader leaves; a generator cannot be ended while it waits.
    const end = () => {
      leave();
      subscription.close();
    };
    if (response.closed) end();
    else response.once("close", end);
    let checkedAt = performance.now();
    try {
      for await (const news of subscription) {
        if (performance.now() - checkedAt > recheckMs) {
          if (!(await context.stillMay())) return;
          checkedAt = performance.now();
        }
        yield news;
      }
    } finally {
      leave();
    }
  });

  /** A person is there for the others in all that their tabs have open, until the returned function is called. */
  function joinAs({ caller }: ApiContext, open = "") {
    if (caller.kind !== "person" || open === "") return () => {};
    const leaves = open.split(",").map((one) => {
      const [workflowId = "", tab = ""] = one.split(":");
      return presence.join({ workflowId, person: { tab, name: caller.session.user.email } });
    });
    return () => {
      for (const leave of leaves) leave();
    };
  }
}
