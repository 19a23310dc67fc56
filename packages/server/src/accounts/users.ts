import { emailSchema, passwordSchema } from "@sluice/api/schemas";
import type { Clock } from "../clock.ts";
import { newId } from "../ids.ts";
import type { UserRecord, UsersStore } from "../stores/accounts/store.ts";
import { hashPassword } from "./password.ts";

interface Given {
  readonly store: UsersStore;
  readonly clock: Clock;
  readonly email: string;
  readonly password: string;
}

/** The address or the password of an account cannot be taken. The message is a sentence for whoever typed it. */
export class AccountError extends Error {
  override readonly name = "AccountError";
}

/** Makes an account. Throws an `AccountError` when the address is taken or one of the two is not valid. */
export async function createUser(given: Given): Promise<UserRecord> {
  const user = await newUser(given);
  if (!(await given.store.create(user)))
    throw new AccountError(`There is an account for ${user.email} already.`);
  return user;
}

/** Makes the first account; undefined when there is one already. Of several at once, one wins. */
export async function createFirstUser(given: Given): Promise<UserRecord | undefined> {
  if ((await given.store.count()) > 0) return undefined;
  const user = await newUser(given);
  return (await given.store.createFirst(user)) ? user : undefined;
}

/** Gives an account a new password and ends its sessions. Throws an `AccountError` when there is no such account. */
export async function resetPassword(given: Omit<Given, "clock">): Promise<void> {
  const user = await given.store.byEmail(given.email);
  if (!user) throw new AccountError(`There is no account for ${given.email}.`);
  const passwordHash = await hashPassword(checkedPassword(given.password));
  await given.store.setPassword({ id: user.id, passwordHash });
}

async function newUser({ clock, email, password }: Given): Promise<UserRecord> {
  if (!emailSchema.safeParse(email).success) throw new AccountError(`${email} is not an e-mail address.`);
  const createdAt = clock();
  const passwordHash = await hashPassword(checkedPassword(password));
  return { id: newId("usr", createdAt), email, role: "owner", passwordHash, createdAt };
}

function checkedPassword(password: string): string {
  if (!passwordSchema.safeParse(password).success) {
    throw new AccountError("A password has at least 10 and at most 1000 characters.");
  }
  return password;
}
