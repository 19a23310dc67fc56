import type { Role } from "@sluice/api/roles";
import { emailSchema, passwordSchema, type User } from "@sluice/api/schemas";
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
export async function createUser(given: Given & { readonly role: Role }): Promise<UserRecord> {
  const user = await newUser(given);
  if (!(await given.store.create(user)))
    throw new AccountError(`There is an account for ${user.email} already.`);
  return user;
}

/** Makes the first account, an owner; undefined when there is one already. Of several at once, one wins. */
export async function createFirstUser(given: Given): Promise<UserRecord | undefined> {
  if ((await given.store.count()) > 0) return undefined;
  const user = await newUser({ ...given, role: "owner" });
  return (await given.store.createFirst(user)) ? user : undefined;
}

/** Gives an account a new password and ends its sessions. Throws an `AccountError` when there is no such account. */
export async function resetPassword(given: Omit<Given, "clock">): Promise<void> {
  const user = await userOf(given);
  const passwordHash = await hashPassword(checkedPassword(given.password));
  await given.store.setPassword({ id: user.id, passwordHash });
}

/** Throws an `AccountError` when there is no account of this address, or when it is the last owner's. */
export async function setRole(given: { store: UsersStore; email: string; role: Role }): Promise<void> {
  const { id } = await userOf(given);
  refuseLastOwner(await given.store.setRole({ id, role: given.role }), given.email);
}

/** Lets somebody not in any more (`at`, milliseconds since 1970), or again (null). Throws as `setRole` does. */
export async function setDisabled(given: {
  store: UsersStore;
  email: string;
  at: number | null;
}): Promise<void> {
  const { id } = await userOf(given);
  refuseLastOwner(await given.store.setDisabled({ id, at: given.at }), given.email);
}

/** A user of the store as the API has them. */
export function toUser({ id, email, role, language, passwordHash, createdAt }: UserRecord): User {
  return {
    ...{ id, email, role, language, hasPassword: passwordHash !== null },
    createdAt: new Date(createdAt).toISOString(),
  };
}

/** A user who is not stored yet. */
export function userRecord(given: {
  readonly email: string;
  readonly role: Role;
  readonly passwordHash: string | null;
  readonly language?: "en" | "fr" | undefined;
  readonly at: number;
}): UserRecord {
  const { email, role, passwordHash, language = null, at } = given;
  return { id: newId("usr", at), email, role, passwordHash, language, disabledAt: null, createdAt: at };
}

async function newUser(given: Given & { readonly role: Role }): Promise<UserRecord> {
  const { clock, email, password, role } = given;
  if (!emailSchema.safeParse(email).success) throw new AccountError(`${email} is not an e-mail address.`);
  const passwordHash = await hashPassword(checkedPassword(password));
  return userRecord({ email, role, passwordHash, at: clock() });
}

async function userOf({ store, email }: { store: UsersStore; email: string }): Promise<UserRecord> {
  const user = await store.byEmail(email);
  if (!user) throw new AccountError(`There is no account for ${email}.`);
  return user;
}

function refuseLastOwner(outcome: string, email: string): void {
  if (outcome === "last-owner")
    throw new AccountError(`${email} is the last owner: make somebody else an owner first.`);
}

function checkedPassword(password: string): string {
  if (!passwordSchema.safeParse(password).success) {
    throw new AccountError("A password has at least 10 and at most 1000 characters.");
  }
  return password;
}
