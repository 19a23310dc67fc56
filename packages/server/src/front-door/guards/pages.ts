import { limitKeyOf } from "../../accounts/sender-key.ts";
import { PublicError } from "../../errors.ts";
import type { GuardedHook } from "./guards.ts";
import { createRateLimits, perMinute, type Rates } from "./rates.ts";

/** What may be read below a trigger URL: its documentation (the page and OpenAPI), and how an execution stands. */
export type HookPage = "docs" | "status";

/**
 * Reading is no delivery: it takes nothing of the trigger's own limits, and has these. A sender asks for a status every two
 * seconds, for as many executions as it has open; a person reads the documentation now and then, and it costs more to make.
 */
const ratesOf: Readonly<Record<HookPage, Rates>> = {
  docs: { ofAddress: perMinute(60), all: perMinute(600) },
  status: { ofAddress: perMinute(1200), all: perMinute(12_000) },
};

export interface PageGuards {
  /**
   * Who may not call may not read either, whatever token they have: the allow-list is of the URL and of all below it.
   * Throws `address-not-allowed`, `rate-limited`.
   */
  admit(page: HookPage, given: { readonly hook: GuardedHook; readonly address: string }): void;
}

/** Counters of the pages of all triggers, of this process, in memory. `clock`: milliseconds. */
export function createPageGuards(clock: () => number): PageGuards {
  const limits = { docs: createRateLimits(clock), status: createRateLimits(clock) };
  return {
    admit(page, { hook: { workflowId, guards }, address }) {
      if (guards.addresses && !guards.addresses(address)) throw new PublicError("address-not-allowed");
      limits[page].take({ workflowId, sender: limitKeyOf(address) }, ratesOf[page]);
    },
  };
}
