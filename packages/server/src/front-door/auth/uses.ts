import type { SendersStore } from "../../stores/senders/store.ts";
import type { Passed } from "./standing.ts";

/** "Last used" of the credentials of all triggers, on its way to the database. */
export interface Uses {
  /** `at`: milliseconds since 1970. */
  note(workflowId: string, given: { passed: readonly Passed[]; at: number }): void;
  /** Resolves when all that is known is written, or cannot be. */
  flush(): Promise<void>;
}

/** Written together, this many milliseconds after the first: a busy trigger costs one small write in that time. */
const pauseMs = 5000;
/** That wait for it; what would be more is let go: it is a note for people. */
const most = 10_000;

export function createUses(given: {
  store: SendersStore;
  log: { error(details: object, message: string): void };
}): Uses {
  const { store, log } = given;
  const waiting = new Map<string, { workflowId: string; sender: string; at: number }>();
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();

  const write = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    const uses = [...waiting.values()];
    waiting.clear();
    if (uses.length === 0) return writing;
    writing = writing
      .then(() => store.used(uses))
      .catch((error: unknown) => {
        log.error({ err: error, rows: uses.length }, "when credentials were last used could not be written");
      });
    return writing;
  };

  return {
    note(workflowId, { passed, at }) {
      for (const { used } of passed) {
        const key = `${workflowId} ${used}`;
        if (used === "" || (waiting.size >= most && !waiting.has(key))) continue;
        waiting.set(key, { workflowId, sender: used, at: Math.floor(at) });
        timer ??= setTimeout(write, pauseMs).unref();
      }
    },
    flush: write,
  };
}
