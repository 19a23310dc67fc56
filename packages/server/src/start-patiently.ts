import { setTimeout as delay } from "node:timers/promises";
import { startApp } from "./app.ts";
import type { App, AppOptions } from "./app-shape.ts";
import { isPassing } from "./stores/store-unavailable.ts";
import { reasonOf } from "./tasks/run-handler.ts";
import { withoutQuery } from "./without-query.ts";

/** How long a start waits for its database, and how often it asks, in milliseconds. */
const usualPatienceMs = 30_000;
const againMs = 500;

/**
 * `startApp`, which does not give up at once where the database cannot do it for a moment: locked by a command that writes,
 * by a copy that is being made or by whoever reads back what a crash left in the log; or on another machine that is starting
 * too. Throws a sentence for the operator when that took too long, what it was in its cause.
 */
export async function startPatiently(given: AppOptions & { readonly patienceMs?: number }): Promise<App> {
  const { patienceMs = usualPatienceMs, ...options } = given;
  const began = performance.now();
  for (;;) {
    try {
      return await startApp(options);
    } catch (error) {
      if (!isPassing(error)) throw error;
      const waited = performance.now() - began;
      if (waited >= patienceMs) throw gaveUp(error, waited);
      options.log.warn({ err: error }, "the database is locked or does not answer: the start waits for it");
      await delay(againMs);
    }
  }
}

function gaveUp(cause: unknown, waitedMs: number): Error {
  const seconds = Math.round(waitedMs / 1000);
  return new Error(`The database did not answer for ${seconds} s: ${reasonOf(first(cause))}`, { cause });
}

/** A host with several addresses fails with a list of errors, which says nothing itself. */
function first(error: unknown): unknown {
  return error instanceof AggregateError ? error.errors[0] : withoutQuery(error);
}
