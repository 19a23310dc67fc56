import { setTimeout as delay } from "node:timers/promises";
import { startApp } from "./app.ts";
import type { App, AppOptions } from "./app-shape.ts";
import { sqliteCodeOf } from "./stores/store-unavailable.ts";

/** How long a start waits for a database that somebody else has locked, and how often it asks, in milliseconds. */
const patienceMs = 30_000;
const againMs = 500;

/**
 * `startApp`, which does not give up at once where the database is locked for a moment: by a command that writes, by a copy
 * that is being made, or by whoever reads back what a crash left in the log. Throws what the last try threw.
 */
export async function startPatiently(options: AppOptions): Promise<App> {
  const until = performance.now() + patienceMs;
  for (;;) {
    try {
      return await startApp(options);
    } catch (error) {
      if (!isLocked(error) || performance.now() > until) throw error;
      options.log.warn({ err: error }, "the database is locked by another program: the start waits for it");
      await delay(againMs);
    }
  }
}

function isLocked(error: unknown): boolean {
  if (/^SQLITE_(BUSY|LOCKED)/.test(sqliteCodeOf(error))) return true;
  return error instanceof Error && error.cause !== undefined && isLocked(error.cause);
}
