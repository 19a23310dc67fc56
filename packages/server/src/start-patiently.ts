import { setTimeout as delay } from "node:timers/promises";
import { startApp } from "./app.ts";
import type { App, AppOptions } from "./app-shape.ts";
import { isPassing } from "./stores/store-unavailable.ts";

/** How long a start waits for its database, and how often it asks, in milliseconds. */
const patienceMs = 30_000;
const againMs = 500;

/**
 * `startApp`, which does not give up at once where the database cannot do it for a moment: locked by a command that writes,
 * by a copy that is being made or by whoever reads back what a crash left in the log; or on another machine that is starting
 * too. Throws what the last try threw.
 */
export async function startPatiently(options: AppOptions): Promise<App> {
  const until = performance.now() + patienceMs;
  for (;;) {
    try {
      return await startApp(options);
    } catch (error) {
      if (!isPassing(error) || performance.now() > until) throw error;
      options.log.warn({ err: error }, "the database is locked or does not answer: the start waits for it");
      await delay(againMs);
    }
  }
}
