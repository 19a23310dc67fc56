import { userInfo } from "node:os";
import { systemClock } from "../clock.ts";
import type { AuditStore } from "../stores/audit/store.ts";
import { type ActObject, type ActOutcome, createAudit, type NewAct } from "./audit.ts";

/** What the command line or the configuration has done, by whoever may run it on the server's machine. */
export function commandAct(act: string, object: ActObject | null = null): NewAct & ActOutcome {
  return {
    actor: { actorKind: "command", actorId: null, actorName: accountName(), address: null },
    ...{ act, object, requestId: null, outcome: "ok", detail: {} },
  };
}

/** Does what a command is for. The audit log says so, whether it succeeds or not. */
export async function asCommandAct<Result>(
  given: {
    readonly act: string;
    readonly store: AuditStore;
    readonly recorded: (result: Result) => Pick<ActOutcome, "object" | "detail">;
  },
  work: () => Promise<Result>,
): Promise<Result> {
  const audit = createAudit({ store: given.store, clock: systemClock, log: { error: () => {} } });
  const begun = await audit.begin(commandAct(given.act));
  try {
    const result = await work();
    begun.end({ outcome: "ok", ...given.recorded(result) });
    return result;
  } catch (error) {
    begun.end({ outcome: "failed", object: null, detail: {} });
    throw error;
  } finally {
    await audit.settled();
  }
}

/** The operating system's account; null where it has no name (a container's number). */
function accountName(): string | null {
  try {
    return userInfo().username;
  } catch {
    return null;
  }
}
