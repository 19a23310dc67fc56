import type { ActObject, Actor, Audit, BegunAct } from "../audit/audit.ts";
import { detailOf } from "../audit/detail.ts";
import { type ObjectNames, objectOf } from "../audit/objects.ts";
import type { Caller } from "./caller.ts";
import { answerOf } from "./problem.ts";
import type { ApiRoute } from "./routes.ts";
import type { StrangersMay } from "./strangers.ts";

export interface AuditedCallsGiven {
  readonly audit: Pick<Audit, "begin" | "record">;
  readonly names: ObjectNames;
  /** The id of an account; undefined: there is none with this address. */
  readonly accountOf: (email: string) => Promise<string | undefined>;
  readonly log: { warn(details: object, message: string): void };
  /** Bounds the rows that callers who are not signed in cause by what fails. */
  readonly strangersMay: StrangersMay;
}

/** A call that may change something, on its way into the audit log. */
export interface AuditedCall {
  /** Who calls, once that is known. */
  identified(caller: Caller): void;
  /** May be done, and has its row on disk before it is. */
  admitted(): Promise<void>;
  /** What the handler was given and answered; undefined: it failed. */
  handled(input: unknown, output: unknown): void;
  succeeded(): Promise<void>;
  failed(error: unknown): Promise<void>;
}

export type AuditedCalls = (call: {
  readonly route: ApiRoute;
  readonly path: string;
  readonly address: string;
  readonly requestId: string;
}) => AuditedCall | undefined;

/**
 * Writes every call that is not a GET into the audit log, told by the contract: a new route is recorded without anybody
 * thinking of it. Of callers who are not signed in, only what the route is open for is recorded, and of their failures so
 * many in a minute: anybody may cause them. The GETs that act all the same write their own rows: single sign-on and the way
 * back from a provider.
 */
export function createAuditedCalls(given: AuditedCallsGiven): AuditedCalls {
  const { audit, names, accountOf, log, strangersMay } = given;

  return ({ route, path, address, requestId }) => {
    if (route.method === "GET") return undefined;
    const act = route.procedure;
    let caller: Caller = { kind: "nobody" };
    let admitted = false;
    let begun: BegunAct | undefined;
    let before: ActObject | null = null;
    let [input, output]: unknown[] = [];

    const actorOf = async (): Promise<Actor> => {
      if (caller.kind === "person") {
        const { id, email } = caller.session.user;
        return { actorKind: "person", actorId: id, actorName: email, address };
      }
      if (caller.kind === "token") {
        const token = await objectOf(caller.id, names);
        return { actorKind: "token", actorId: caller.id, actorName: token?.name ?? null, address };
      }
      // Whoever has just signed in, or made the first account.
      const user = userIn(output);
      return user
        ? { actorKind: "person", actorId: user.id, actorName: user.email, address }
        : { actorKind: "nobody", actorId: null, actorName: null, address };
    };
    /** What was made, else what the path names, else the account that somebody tried to sign in to. */
    const objectNow = async (): Promise<ActObject | null> => {
      const user = userIn(output);
      if (before === null && user) return { kind: "user", id: user.id, name: user.email };
      const made = before === null ? await objectOf(idIn(output), names) : null;
      if (before !== null || made !== null) return before ?? made;
      const email = textIn(input, "email");
      if (caller.kind !== "nobody" || email === undefined || email.length > 254) return null;
      // Only where it is an account's: people type passwords into the wrong field.
      const id = await accountOf(email);
      return id === undefined ? null : { kind: "user", id, name: email.trim() };
    };
    const record = async (outcome: string): Promise<void> => {
      const object = await objectNow();
      const detail = detailOf({ route, input, output });
      if (begun) return begun.end({ outcome, object, detail });
      await audit.record({ actor: await actorOf(), act, object, requestId, outcome, detail });
    };

    return {
      identified(who) {
        caller = who;
      },
      async admitted() {
        admitted = true;
        before = await objectOf(idInPath(route.path, path), names);
        if (caller.kind === "nobody") return;
        begun = await audit.begin({ actor: await actorOf(), act, object: before, requestId });
      },
      handled(given, answered) {
        [input, output] = [given, answered];
      },
      succeeded: () => record("ok"),
      async failed(error) {
        const { code } = answerOf(error).problem;
        if (caller.kind === "nobody" && (!admitted || !strangersMay())) {
          log.warn({ act, code, address, requestId }, "a call of somebody who is not signed in was refused");
          return;
        }
        before ??= await objectOf(idInPath(route.path, path), names);
        await record(code);
      },
    };
  };
}

/** What stands in a path where the route has its first variable. */
function idInPath(pattern: string, path: string): string | undefined {
  const at = pattern.split("/").findIndex((part) => part.startsWith("{"));
  return at < 0 ? undefined : path.split("/")[at];
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
}

function textIn(value: unknown, name: string): string | undefined {
  const text = memberOf(value, name);
  return typeof text === "string" ? text : undefined;
}

function idIn(output: unknown): unknown {
  return memberOf(output, "id");
}

function userIn(output: unknown): { readonly id: string; readonly email: string } | undefined {
  const user = memberOf(output, "user");
  const [id, email] = [textIn(user, "id"), textIn(user, "email")];
  return id === undefined || email === undefined ? undefined : { id, email };
}
