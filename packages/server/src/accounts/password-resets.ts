import { randomInt } from "node:crypto";
import { RateLimiterMemory } from "rate-limiter-flexible";
import type { Clock } from "../clock.ts";
import { PublicError } from "../errors.ts";
import type { AccountsStore } from "../stores/accounts/store.ts";
import type { SystemMail } from "../system-mail/system-mail.ts";
import { mailTexts } from "./mail-texts.ts";
import { hashPassword } from "./password.ts";
import { randomToken, tokenHash } from "./random-token.ts";
import { limitKeyOf } from "./sender-key.ts";
import { take } from "./take.ts";

const lifetimeMinutes = 60;
const lifetimeMs = lifetimeMinutes * 60 * 1000;
/**
 * The work for a request begins so much later: in SQLite it is done on this very thread, and done at once it would keep
 * the answer waiting by one commit where there is an account.
 */
const delayMs = { from: 20, to: 200 };
/** Requests of one sender, and messages to one address, in an hour; tries of links of one sender. */
const limits = { perAddress: 20, perAccount: 3, tries: 30, windowSeconds: 60 * 60 };

export interface PasswordResets {
  /** Links can be sent. */
  readonly byMail: boolean;
  /**
   * Sends a link if there is an account; neither the answer nor its time tell whether there is one. Throws
   * `no-mail-server`, and `rate-limited` per sender's address and per account.
   */
  ask(given: { email: string; address: string }): Promise<void>;
  /**
   * The link for an owner to hand over; it ends with their being one. `by`: who they are; null: a token of the command line.
   * Throws `user-not-found`.
   */
  create(given: { userId: string; by: string | null }): Promise<{ link: string }>;
  /** Sets the password and ends the account's sessions. Throws `link-not-good` and `rate-limited`. */
  finish(given: { token: string; password: string; address: string }): Promise<void>;
  /** Resolves when nothing is being written or sent any more. */
  settle(): Promise<void>;
}

export interface PasswordResetsGiven {
  readonly store: Pick<AccountsStore, "users" | "passwordResets">;
  readonly clock: Clock;
  readonly mail: SystemMail;
  readonly base: () => string;
  readonly log: { warn(details: object, message: string): void };
  /** Told whose sessions have ended. */
  readonly changed: (userId: string) => void;
}

export function createPasswordResets(given: PasswordResetsGiven): PasswordResets {
  const { store, clock, mail, base, log, changed } = given;
  const duration = limits.windowSeconds;
  const addresses = new RateLimiterMemory({ points: limits.perAddress, duration });
  const accounts = new RateLimiterMemory({ points: limits.perAccount, duration });
  const tries = new RateLimiterMemory({ points: limits.tries, duration });
  const sending = new Set<Promise<void>>();

  return {
    byMail: mail.available,
    async ask({ email, address }) {
      if (!mail.available) throw new PublicError("no-mail-server");
      await take(addresses, limitKeyOf(address));
      await take(accounts, email.trim().toLowerCase());
      // Not waited for: how long it takes would tell whether there is such an account.
      const sent: Promise<void> = later()
        .then(() => send(email))
        .catch((error: unknown) => log.warn({ err: error }, "a link for a new password could not be sent"))
        .finally(() => sending.delete(sent));
      sending.add(sent);
    },
    async create({ userId, by }) {
      const user = await store.users.byId(userId);
      if (!user) throw new PublicError("user-not-found");
      return { link: await newLink(user.id, by) };
    },
    async finish({ token, password, address }) {
      await take(tries, limitKeyOf(address));
      const link = { hash: tokenHash(token), at: clock() };
      if (!(await store.passwordResets.has(link))) throw new PublicError("link-not-good");
      const passwordHash = await hashPassword(password);
      const userId = await store.passwordResets.use({ ...link, passwordHash });
      if (userId === undefined) throw new PublicError("link-not-good");
      changed(userId);
    },
    async settle() {
      await Promise.all(sending);
    },
  };

  function later(): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, randomInt(delayMs.from, delayMs.to)));
  }

  async function send(email: string): Promise<void> {
    const user = await store.users.byEmail(email);
    if (!user || user.disabledAt !== null) return;
    const link = await newLink(user.id, null);
    const text = mailTexts[user.language ?? "en"].passwordReset({ link, minutes: lifetimeMinutes });
    await mail.send({ to: user.email, ...text });
  }

  async function newLink(userId: string, madeBy: string | null): Promise<string> {
    const token = randomToken();
    const expiresAt = clock() + lifetimeMs;
    await store.passwordResets.put({ userId, hash: tokenHash(token), madeBy, expiresAt });
    return `${base()}/new-password?token=${token}`;
  }
}
