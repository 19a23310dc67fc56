import type { AlertMeasure } from "@sluice/api/schemas";
import type { Clock } from "../clock.ts";
import type { AlertState, AlertsStore, ClaimedAlert } from "../stores/alerts/store.ts";
import { type MeasureGiven, measure, NotMeasurable } from "./measure.ts";
import { type TellGiven, tell } from "./tell.ts";
import { judge } from "./verdict.ts";

export interface WatchGiven extends MeasureGiven, TellGiven {
  readonly store: AlertsStore;
  readonly clock: Clock;
  readonly log: {
    warn(details: object, message: string): void;
    error(details: object, message: string): void;
  };
}

/** Looks at rules. */
export interface Watch {
  /** Looks at all that are due and that no other process is looking at. */
  round(): Promise<void>;
  /** Looks at one now, due or not, unless another process does. */
  look(id: string): Promise<void>;
  /** Rounds from now on, until it is stopped. */
  start(): { stop(): Promise<void> };
}

/** A rule is looked at so often. */
const everyMs = 30_000;
/** How often rules that are due are looked for: a read of one index. */
const roundMs = 10_000;
/** A process that dies while it looks holds up the rule for so long: longer than its mails can take. */
const claimMs = 2 * 60_000;
const atOnce = 20;

export function createWatch(given: WatchGiven): Watch {
  const { store, clock, log } = given;

  const found = async (
    claimed: ClaimedAlert,
  ): Promise<{ measure: AlertMeasure | null; problem: string | null }> => {
    try {
      return { measure: await measure(given, { condition: claimed.condition, now: clock() }), problem: null };
    } catch (error) {
      if (error instanceof NotMeasurable) return { measure: null, problem: error.message };
      throw error;
    }
  };

  const evaluate = async (claimed: ClaimedAlert): Promise<void> => {
    const { id, claimedUntil } = claimed;
    const { measure: measured, problem } = await found(claimed);
    const now = clock();
    const verdict = judge(claimed, { beyond: measured?.beyond ?? false, now });
    // What kept its mails from going out is said as long as it fires.
    const unsentBefore = verdict.state.firingSince !== null && claimed.told > 0 ? claimed.problem : null;
    const state: AlertState = {
      ...{ evaluatedAt: now, measure: measured, problem: problem ?? unsentBefore },
      ...verdict.state,
    };
    const nextAt = now + everyMs;
    if (verdict.tell === null) {
      await store.settle({ id, claimedUntil, state, nextAt });
      return;
    }
    // Since when it fires is on disk before it is told: told again after a crash, it is the same event. Of an end the
    // former state stays until it was told.
    const meanwhile = verdict.tell === "resolved" ? { ...state, ...keptOf(claimed) } : state;
    if (!(await store.settle({ id, claimedUntil, state: meanwhile, nextAt: null }))) return;
    const number = claimed.told + 1;
    const told = { rule: claimed, what: verdict.tell, sample: false, since: verdict.since, at: now };
    const { mails } = await tell(given, { ...told, measure: measured, number });
    const unsent = mails.find((mail) => mail.problem !== null);
    const toldState = verdict.tell === "firing" ? { toldAt: now, told: number } : {};
    await store.settle({
      ...{ id, claimedUntil, nextAt },
      state: {
        ...state,
        ...toldState,
        problem: problem ?? (unsent ? `${unsent.to}: ${unsent.problem}` : null),
      },
    });
  };

  const evaluateAll = async (claimed: readonly ClaimedAlert[]): Promise<void> => {
    for (const one of claimed) {
      try {
        await evaluate(one);
      } catch (error) {
        log.error({ err: error, alert: one.id }, "an alert could not be looked at; tried again soon");
        const problem = "it could not be measured or told; the server's log says why";
        const { id, claimedUntil, evaluatedAt, measure: last } = one;
        const state = { ...keptOf(one), evaluatedAt, measure: last, problem };
        await store.settle({ id, claimedUntil, state, nextAt: clock() + everyMs }).catch(() => false);
      }
    }
  };

  const watch: Watch = {
    async round() {
      for (;;) {
        const now = clock();
        const claimed = await store.claim({ now, until: now + claimMs, limit: atOnce });
        await evaluateAll(claimed);
        if (claimed.length < atOnce) return;
      }
    },

    async look(id) {
      const now = clock();
      await evaluateAll(await store.claim({ id, now, until: now + claimMs, limit: 1 }));
    },

    start() {
      let under: Promise<void> | undefined;
      const timer = setInterval(() => {
        under ??= watch
          .round()
          .catch((err: unknown) => log.error({ err }, "alerts could not be looked at; tried again soon"))
          .finally(() => {
            under = undefined;
          });
      }, roundMs);
      timer.unref();
      return {
        async stop() {
          clearInterval(timer);
          await under;
        },
      };
    },
  };
  return watch;
}

function keptOf({ firingSince, withinSince, toldAt, told }: AlertState) {
  return { firingSince, withinSince, toldAt, told };
}
