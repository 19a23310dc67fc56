import { userInfo } from "node:os";
import type { ActObject, ActOutcome, NewAct } from "./audit.ts";

/** What the command line or the configuration has done, by whoever may run it on the server's machine. */
export function commandAct(act: string, object: ActObject | null = null): NewAct & ActOutcome {
  return {
    actor: { actorKind: "command", actorId: null, actorName: accountName(), address: null },
    ...{ act, object, requestId: null, outcome: "ok", detail: {} },
  };
}

/** The operating system's account; null where it has no name (a container's number). */
function accountName(): string | null {
  try {
    return userInfo().username;
  } catch {
    return null;
  }
}
