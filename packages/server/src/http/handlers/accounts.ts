import type { Session } from "@sluice/api/schemas";
import type { OwnAccount } from "../../accounts/own-account.ts";
import type { PasswordResets } from "../../accounts/password-resets.ts";
import type { BegunSession, Sessions } from "../../accounts/sessions.ts";
import type { Setup } from "../../accounts/setup.ts";
import type { SignIn } from "../../accounts/sign-in.ts";
import type { Tokens } from "../../accounts/tokens.ts";
import { PublicError } from "../../errors.ts";
import { type Caller, isOwner, personOf } from "../caller.ts";
import type { ApiContext } from "../context.ts";
import type { ContractImplementer } from "../router.ts";
import { endedSessionCookie, sessionCookie } from "../session-cookie.ts";

export interface AccountsHandlersGiven {
  readonly setup: Setup;
  readonly signIn: SignIn;
  readonly sessions: Sessions;
  readonly tokens: Tokens;
  readonly ownAccount: OwnAccount;
  readonly passwordResets: PasswordResets;
  /** There is a provider for single sign-on. */
  readonly hasOidc: boolean;
}

export function accountsHandlers(api: ContractImplementer, given: AccountsHandlersGiven) {
  const { setup, signIn, sessions, ownAccount, passwordResets, hasOidc } = given;
  return {
    setup: {
      state: api.setup.state.handler(async () => ({ needed: await setup.needed() })),
      create: api.setup.create.handler(async ({ input, context }) =>
        handOver(await sessions.begin(await setup.finish(input), context), context),
      ),
    },
    session: {
      get: api.session.get.handler(({ context }) => signedIn(context).session),
      create: api.session.create.handler(async ({ input, context }) => {
        const user = await signIn({ ...input, address: context.address });
        return handOver(await sessions.begin(user, context), context);
      }),
      delete: api.session.delete.handler(async ({ context }) => {
        await sessions.end(signedIn(context).sessionToken);
        context.response.appendHeader("set-cookie", endedSessionCookie(context.secure));
      }),
      ways: api.session.ways.handler(() => ({ resetByMail: passwordResets.byMail, oidc: hasOidc })),
    },
    sessions: sessionsHandlers(api, given),
    account: {
      change: api.account.change.handler(({ input, context }) =>
        ownAccount.setLanguage({ id: signedIn(context).session.user.id, language: input.language }),
      ),
      changePassword: api.account.changePassword.handler(({ input, context }) => {
        const { session, sessionToken } = signedIn(context);
        const { address } = context;
        return ownAccount.changePassword({ ...input, user: session.user, address, sessionToken });
      }),
    },
    passwordResets: {
      create: api.passwordResets.create.handler(({ input, context }) =>
        passwordResets.ask({ ...input, address: context.address }),
      ),
      finish: api.passwordResets.finish.handler(({ input, context }) =>
        passwordResets.finish({ ...input, address: context.address }),
      ),
    },
    tokens: tokensHandlers(api, given),
  };
}

function sessionsHandlers(api: ContractImplementer, { sessions }: AccountsHandlersGiven) {
  return {
    list: api.sessions.list.handler(async ({ input, context }) => {
      const { session, sessionId } = signedIn(context);
      const userId = input.userId ?? session.user.id;
      if (userId !== session.user.id && !isOwner(context.caller)) throw new PublicError("not-permitted");
      return { items: await sessions.list({ userId, currentId: sessionId }) };
    }),
    delete: api.sessions.delete.handler(({ input, context }) =>
      sessions.endById({ id: input.id, ...onlyOwn(context.caller) }),
    ),
    deleteOthers: api.sessions.deleteOthers.handler(({ context }) => {
      const { session, sessionToken } = signedIn(context);
      return sessions.endOthers({ userId: session.user.id, token: sessionToken });
    }),
  };
}

function tokensHandlers(api: ContractImplementer, { tokens }: AccountsHandlersGiven) {
  return {
    list: api.tokens.list.handler(async ({ context }) => ({
      items: await tokens.list({ userId: undefined, ...onlyOwn(context.caller) }),
    })),
    create: api.tokens.create.handler(({ input, context }) =>
      tokens.create({
        name: input.name,
        scopes: input.scopes,
        expiresAt: input.expiresAt ? Date.parse(input.expiresAt) : null,
        createdBy: personOf(context.caller),
      }),
    ),
    delete: api.tokens.delete.handler(({ input, context }) =>
      tokens.revoke({ id: input.id, ...onlyOwn(context.caller) }),
    ),
  };
}

/** What narrows a question to the caller's own things; an owner asks for everybody's. */
function onlyOwn(caller: Caller): { userId?: string } {
  if (isOwner(caller)) return {};
  // Nobody has this id: a caller without a person behind it owns nothing.
  return { userId: personOf(caller)?.id ?? "" };
}

/** The session's token goes into the cookie and nowhere else. */
export function handOver(
  { token, expiresAt, session }: BegunSession,
  { response, secure }: ApiContext,
): Session {
  response.appendHeader("set-cookie", sessionCookie({ token, expiresAt, secure }));
  return session;
}

function signedIn({ caller }: ApiContext): Extract<Caller, { kind: "person" }> {
  if (caller.kind !== "person") throw new Error("a session route was reached without a session");
  return caller;
}
