import type { Acted } from "../accounts/oidc/admit.ts";
import type { Audit } from "../audit/audit.ts";
import type { UserRecord } from "../stores/accounts/store.ts";
import { answerOf } from "./problem.ts";
import type { StrangersMay } from "./strangers.ts";

export interface SignOnAuditGiven {
  readonly audit: Pick<Audit, "begin" | "record">;
  readonly strangersMay: StrangersMay;
  /** The id of an account; undefined: there is none with this address. */
  readonly accountOf: (email: string) => Promise<string | undefined>;
  readonly log: { error(details: object, message: string): void };
}

/** The rows of one single sign-on in the audit log. */
export interface SignOnActs {
  /** Does what a verified person may, with its row on disk before it is. */
  readonly acted: Acted;
  /** Writes that nobody was signed in, of so many in a minute; `email`: a provider has confirmed it. Never rejects. */
  refused(error: unknown, email: string | undefined): Promise<void>;
}

export function signOnActs(
  { audit, strangersMay, accountOf, log }: SignOnAuditGiven,
  { address, requestId }: { readonly address: string; readonly requestId: string },
): SignOnActs {
  const signIn = "session.create";
  let signingIn = false;
  const objectOf = ({ id, email }: Pick<UserRecord, "id" | "email">) => ({ kind: "user", id, name: email });
  const accountNow = async (email: string | undefined) => {
    const id = email === undefined ? undefined : await accountOf(email);
    return email === undefined || id === undefined ? null : objectOf({ id, email });
  };

  return {
    async acted({ act, user, work, outcomeOf = () => "ok" }) {
      const object = objectOf(user);
      const actor = { actorKind: "person", actorId: user.id, actorName: user.email, address } as const;
      const begun = await audit.begin({ actor, act, object, requestId });
      signingIn ||= act === signIn;
      try {
        const done = await work();
        begun.end({ outcome: outcomeOf(done), object, detail: {} });
        return done;
      } catch (error) {
        begun.end({ outcome: answerOf(error).problem.code, object, detail: {} });
        throw error;
      }
    },
    async refused(error, email) {
      if (signingIn || !strangersMay()) return;
      try {
        const actor = { actorKind: "nobody", actorId: null, actorName: null, address } as const;
        const outcome = answerOf(error).problem.code;
        const object = await accountNow(email);
        await audit.record({ actor, act: signIn, object, requestId, outcome, detail: {} });
      } catch (err) {
        log.error({ err, requestId, act: signIn }, "an act that failed could not be written");
      }
    },
  };
}
