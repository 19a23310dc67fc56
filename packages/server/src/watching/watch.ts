import { setTimeout as delay } from "node:timers/promises";
import type { AlertMeasure } from "@sluice/api/schemas";
import type { Clock } from "../clock.ts";
import type { AlertState, AlertsStore, ClaimedAlert } from "../stores/alerts/store.ts";
import { type MeasureGiven, measure, NotMeasurable } from "./measure.ts";
import { type TellGiven, tell } from "./tell.ts";
import { judge } from "./verdict.ts";

export interface WatchGiven extends MeasureGiven, TellGiven {
  readonly store: AlertsStore;
  readonly clock: Clock;
  /** Whoever asks for a look waits for its mails no longer than this, in milliseconds (default 3000). */
  readonly mailsMs?: number;
  readonly log: {
    warn(details: object, message: string): void;
    error(details: object, message: string): void;
  };
}

/** Looks at rules. */
export interface Watch {
  /** Looks at all that are due and that no other process is looking at. */
  round(): Promise<void>;
  /**
   * Looks at one now, due or not, unless another process does. Resolves when how it stands is on disk; whoever is told of it
   * may be told a moment later, since a mail server may take its time.
   */
  look(id: string): Promise<void>;
  /**
   * With `rounds`: from now on, until it is stopped. Then no further rule is looked at, and those that are have `graceMs` left.
   * What is not told by then is told again when its claim has ended, as the same event.
   */
  start(given: { readonly rounds: boolean }): { stop(given: { readonly graceMs: number }): Promise<void> };
}

/** A rule is looked at so often. */
const everyMs = 30_000;
/** How often rules that are due are looked for: a read of one index. */
const roundMs = 10_000;
/**
 * A process that dies while it looks holds up the rule for so long: longer than one rule's mails can take, which go all at
 * once. Of several rules under one claim the later ones would be free while they are told.
 */
const claimMs = 2 * 60_000;
const usualMailsMs = 3000;
const troubled = "it could not be measured or told; the server's log says why";

export function createWatch(given: WatchGiven): Watch {
  const { store, clock, log, mailsMs = usualMailsMs } = given;
  /** Looks that somebody asked for and that are not over. */
  const asked = new Set<Promise<void>>();
  let stopping = false;
  /** The process ends, whatever is still on its way. */
  let over = false;

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

  /** `stands`: told how it stands from here on, whatever fails later. */
  const evaluate = async (claimed: ClaimedAlert, stands: (state: AlertState) => void): Promise<void> => {
    const { id, claimedUntil } = claimed;
    const { measure: measured, problem } = await found(claimed);
    const now = clock();
    const verdict = judge(claimed, { beyond: measured?.beyond ?? null, now });
    // What kept its mails from going out is said as long as it fires; what kept it from being looked at is over.
    const wasMailed = claimed.told > 0 && claimed.measure !== null && claimed.problem !== troubled;
    const unsentBefore = verdict.state.firingSince !== null && wasMailed ? claimed.problem : null;
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
    stands(meanwhile);
    const number = claimed.told + 1;
    const told = { rule: claimed, what: verdict.tell, sample: false, since: verdict.since, at: now };
    const { mails } = await tell(given, { ...told, measure: measured, number });
    const unsent = mails.find((mail) => mail.problem !== null);
    const toldState = verdict.tell === "firing" ? { toldAt: now, told: number } : {};
    const unsentNow = unsent ? `${unsent.to}: ${unsent.problem}` : null;
    const after = { ...state, ...toldState, problem: problem ?? unsentNow };
    // It has been told, even if that cannot be written at once.
    stands(after);
    await store.settle({ id, claimedUntil, state: after, nextAt });
  };

  const lookAt = async (claimed: ClaimedAlert, stands?: () => void): Promise<void> => {
    const { id, claimedUntil } = claimed;
    let standing: AlertState = claimed;
    try {
      await evaluate(claimed, (state) => {
        standing = state;
        stands?.();
      });
    } catch (error) {
      if (over) {
        // The database may be closed.
        log.warn({ err: error, alert: id }, "an alert was let go while it was looked at");
        return;
      }
      log.error({ err: error, alert: id }, "an alert could not be looked at; tried again soon");
      const { evaluatedAt, measure: last } = standing;
      const state = { ...keptOf(standing), evaluatedAt, measure: last, problem: troubled };
      await store.settle({ id, claimedUntil, state, nextAt: clock() + everyMs }).catch(() => false);
    }
  };

  /** False: there was none to be had. */
  const lookAtOne = async (): Promise<boolean> => {
    const now = clock();
    const claimed = await store.claim({ now, until: now + claimMs, limit: 1 });
    for (const one of claimed) await lookAt(one);
    return claimed.length > 0;
  };

  const watch: Watch = {
    async round() {
      while (!stopping) {
        if (!(await lookAtOne())) return;
      }
    },

    async look(id) {
      const now = clock();
      const [claimed] = await store.claim({ id, now, until: now + claimMs, limit: 1 });
      if (!claimed) return;
      const stands = Promise.withResolvers<void>();
      const looked = lookAt(claimed, stands.resolve).finally(() => asked.delete(looked));
      asked.add(looked);
      await Promise.race([looked, stands.promise]);
      await Promise.race([looked, delay(mailsMs, undefined, { ref: false })]);
    },

    start({ rounds }) {
      let under: Promise<void> | undefined;
      const timer = setInterval(() => {
        if (!rounds) return;
        under ??= watch
          .round()
          .catch((err: unknown) => log.error({ err }, "alerts could not be looked at; tried again soon"))
          .finally(() => {
            under = undefined;
          });
      }, roundMs);
      timer.unref();
      return {
        async stop({ graceMs }) {
          stopping = true;
          clearInterval(timer);
          const ended = Promise.all([under, ...asked]).then(() => true);
          over = !(await Promise.race([ended, delay(graceMs, false, { ref: false })]));
        },
      };
    },
  };
  return watch;
}

function keptOf({ firingSince, withinSince, toldAt, told }: AlertState) {
  return { firingSince, withinSince, toldAt, told };
}
