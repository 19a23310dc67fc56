import type { Role } from "@sluice/api/roles";
import type { Clock } from "../../clock.ts";
import { PublicError } from "../../errors.ts";
import type { AccountsStore, UserRecord } from "../../stores/accounts/store.ts";
import { userRecord } from "../users.ts";

/**
 * The account of a verified address: the one there is, else a new one for who is invited, else a new one with the role
 * that the operator gives to everybody. Throws `oidc-unknown-person` and `account-disabled`.
 */
export type Admit = (email: string, acted: Acted) => Promise<UserRecord>;

/** Does something for a person whose address a provider has confirmed, recorded before it is done. */
export type Acted = <Done>(given: {
  readonly act: "users.create" | "invitations.accept" | "session.create";
  readonly user: UserRecord;
  readonly work: () => Promise<Done>;
  /** `ok` or a problem's code; left out: whatever does not throw is done. */
  readonly outcomeOf?: (done: Done) => string;
}) => Promise<Done>;

const acceptCodes = { done: "ok", gone: "link-not-good", taken: "email-taken" } as const;

export function createAdmit(given: {
  readonly store: Pick<AccountsStore, "users" | "invitations">;
  readonly clock: Clock;
  /** Of somebody new; undefined: only who is invited or has an account may come in. */
  readonly role: Role | undefined;
}): Admit {
  const { store, clock, role } = given;
  return async (email, acted) => {
    const known = await store.users.byEmail(email);
    if (known) {
      if (known.disabledAt !== null) throw new PublicError("account-disabled");
      return known;
    }
    // The first account is made with the link that the server prints: a provider's people must not become its owner.
    if ((await store.users.count()) === 0) throw new PublicError("oidc-unknown-person");
    const at = clock();
    const invitation = await store.invitations.byEmail({ email, at });
    const granted = invitation?.role ?? role;
    if (granted === undefined) throw new PublicError("oidc-unknown-person");
    const user = userRecord({ email, role: granted, passwordHash: null, at });
    if (invitation) {
      const outcome = await acted({
        ...{ act: "invitations.accept", user },
        work: () => store.invitations.accept({ id: invitation.id, user }),
        outcomeOf: (done) => acceptCodes[done],
      });
      if (outcome === "done") return user;
    } else {
      const isMade = await acted({
        ...{ act: "users.create", user },
        work: () => store.users.create(user),
        outcomeOf: (done) => (done ? "ok" : "email-taken"),
      });
      if (isMade) return user;
    }
    // Somebody else made the account at the same moment, or withdrew the invitation.
    const meanwhile = await store.users.byEmail(email);
    if (!meanwhile || meanwhile.disabledAt !== null) throw new PublicError("oidc-unknown-person");
    return meanwhile;
  };
}
