import type { Role } from "@sluice/api/roles";
import type { Invitation } from "@sluice/api/schemas";
import type { Clock } from "../clock.ts";
import { PublicError } from "../errors.ts";
import { newId } from "../ids.ts";
import type { AccountsStore, InvitationRecord, UserRecord } from "../stores/accounts/store.ts";
import type { SystemMail } from "../system-mail/system-mail.ts";
import { type MailLanguage, mailTexts } from "./mail-texts.ts";
import { hashPassword } from "./password.ts";
import { randomToken, tokenHash } from "./random-token.ts";
import { userRecord } from "./users.ts";

const lifetimeDays = 7;
const lifetimeMs = lifetimeDays * 24 * 60 * 60 * 1000;

export interface Invitations {
  list(): Promise<Invitation[]>;
  /** The link is answered this once. Throws `email-taken` when there is an account of this address. */
  create(given: {
    email: string;
    role: Role;
    language: MailLanguage | undefined;
    /** Address of who invites; null: a token of the command line. */
    by: string | null;
  }): Promise<Invitation & { link: string; mailed: "sent" | "failed" | "no-mail" }>;
  /** Throws `invitation-not-found`. */
  withdraw(id: string): Promise<void>;
  /** Throws `link-not-good`. */
  read(token: string): Promise<Pick<Invitation, "email" | "role" | "expiresAt">>;
  /** Makes the account. Throws `link-not-good` and `email-taken`. */
  accept(given: { token: string; password: string; language: MailLanguage | undefined }): Promise<UserRecord>;
}

export interface InvitationsGiven {
  readonly store: Pick<AccountsStore, "users" | "invitations">;
  readonly clock: Clock;
  readonly mail: SystemMail;
  /** Where the editor is, without a slash at its end. */
  readonly base: () => string;
  readonly log: { warn(details: object, message: string): void };
}

/** The way of somebody new: an owner invites an address, and whoever has the link chooses a password. */
export function createInvitations({ store, clock, mail, base, log }: InvitationsGiven): Invitations {
  const find = async (token: string) => {
    const found = await store.invitations.find({ hash: tokenHash(token), at: clock() });
    if (!found) throw new PublicError("link-not-good");
    return found;
  };
  return {
    async list() {
      return (await store.invitations.list()).map(toInvitation);
    },
    async create({ email, role, language, by }) {
      if (await store.users.byEmail(email)) throw new PublicError("email-taken");
      const token = randomToken();
      const createdAt = clock();
      const expiresAt = createdAt + lifetimeMs;
      const record = { id: newId("inv", createdAt), email, role, invitedBy: by, createdAt, expiresAt };
      await store.invitations.put({ ...record, hash: tokenHash(token) });
      const link = `${base()}/invitation?token=${token}`;
      const text = mailTexts[language ?? "en"].invitation({ by, role, link, days: lifetimeDays });
      const mailed = await send({ to: email, ...text });
      return { ...toInvitation(record), link, mailed };
    },
    async withdraw(id) {
      if (!(await store.invitations.delete(id))) throw new PublicError("invitation-not-found");
    },
    async read(token) {
      const { email, role, expiresAt } = toInvitation(await find(token));
      return { email, role, expiresAt };
    },
    async accept({ token, password, language }) {
      const { id, email, role } = await find(token);
      const passwordHash = await hashPassword(password);
      const user = userRecord({ email, role, passwordHash, language, at: clock() });
      const outcome = await store.invitations.accept({ id, user });
      if (outcome === "gone") throw new PublicError("link-not-good");
      if (outcome === "taken") throw new PublicError("email-taken");
      return user;
    },
  };

  async function send(message: { to: string; subject: string; text: string }) {
    if (!mail.available) return "no-mail";
    try {
      await mail.send(message);
      return "sent";
    } catch (error) {
      log.warn({ err: error }, "an invitation could not be sent");
      return "failed";
    }
  }
}

function toInvitation({ id, email, role, invitedBy, createdAt, expiresAt }: InvitationRecord): Invitation {
  return {
    ...{ id, email, role, invitedBy },
    createdAt: new Date(createdAt).toISOString(),
    expiresAt: new Date(expiresAt).toISOString(),
  };
}
