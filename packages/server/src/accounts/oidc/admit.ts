import type { Role } from "@sluice/api/roles";
import type { Clock } from "../../clock.ts";
import { PublicError } from "../../errors.ts";
import type { AccountsStore, UserRecord } from "../../stores/accounts/store.ts";
import { userRecord } from "../users.ts";

/**
 * The account of a verified address: the one there is, else a new one for who is invited, else a new one with the role
 * that the operator gives to everybody. Throws `oidc-unknown-person` and `account-disabled`.
 */
export type Admit = (email: string) => Promise<UserRecord>;

export function createAdmit(given: {
  readonly store: Pick<AccountsStore, "users" | "invitations">;
  readonly clock: Clock;
  /** Of somebody new; undefined: only who is invited or has an account may come in. */
  readonly role: Role | undefined;
}): Admit {
  const { store, clock, role } = given;
  return async (email) => {
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
      const outcome = await store.invitations.accept({ id: invitation.id, user });
      if (outcome === "done") return user;
    } else if (await store.users.create(user)) return user;
    // Somebody else made the account at the same moment, or withdrew the invitation.
    const meanwhile = await store.users.byEmail(email);
    if (!meanwhile || meanwhile.disabledAt !== null) throw new PublicError("oidc-unknown-person");
    return meanwhile;
  };
}
