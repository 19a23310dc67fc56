import type { Role } from "@sluice/api/roles";
import type { ListedUser } from "@sluice/api/schemas";
import { type Clock, isoTime } from "../clock.ts";
import { PublicError } from "../errors.ts";
import type { PeopleChange, UserRecord, UsersStore } from "../stores/accounts/store.ts";
import { toUser } from "./users.ts";

export interface People {
  list(): Promise<ListedUser[]>;
  /** Throws `user-not-found` and `last-owner`; then nothing was changed. */
  change(given: { id: string; role?: Role | undefined; disabled?: boolean | undefined }): Promise<ListedUser>;
  /** Throws `user-not-found` and `last-owner`. */
  remove(id: string): Promise<void>;
}

/** Who has an account, and what they may do. `changed` is told whose rights are not what they were. */
export function createPeople(given: {
  readonly store: UsersStore;
  readonly clock: Clock;
  readonly changed: (userId: string) => void;
}): People {
  const { store, clock, changed } = given;
  return {
    async list() {
      return (await store.list()).map(toListedUser);
    },
    async change({ id, role, disabled }) {
      // The role first: where it is refused, nothing was changed, and where it is not, disabling is not refused either.
      if (role !== undefined) settle(await store.setRole({ id, role }));
      if (disabled !== undefined) settle(await store.setDisabled({ id, at: disabled ? clock() : null }));
      changed(id);
      const user = (await store.list()).find((one) => one.id === id);
      if (!user) throw new PublicError("user-not-found");
      return toListedUser(user);
    },
    async remove(id) {
      settle(await store.remove(id));
      changed(id);
    },
  };
}

function settle(outcome: PeopleChange): void {
  if (outcome === "not-found") throw new PublicError("user-not-found");
  if (outcome === "last-owner") throw new PublicError("last-owner");
}

function toListedUser(user: UserRecord & { readonly lastSeenAt: number | null }): ListedUser {
  const { disabledAt, lastSeenAt } = user;
  return {
    ...toUser(user),
    disabledAt: isoTime(disabledAt),
    lastSeenAt: isoTime(lastSeenAt),
  };
}
