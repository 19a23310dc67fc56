import type { Session } from "@sluice/api/schemas";
import type { BegunSession, Sessions } from "../../accounts/sessions.ts";
import type { Setup } from "../../accounts/setup.ts";
import type { SignIn } from "../../accounts/sign-in.ts";
import type { Tokens } from "../../accounts/tokens.ts";
import type { Settings } from "../../settings/settings.ts";
import type { ApiContext } from "../context.ts";
import type { ContractImplementer } from "../router.ts";
import { endedSessionCookie, sessionCookie } from "../session-cookie.ts";

export interface AccountsHandlersGiven {
  readonly setup: Setup;
  readonly signIn: SignIn;
  readonly sessions: Sessions;
  readonly tokens: Tokens;
  readonly settings: Pick<Settings, "get">;
}

export function accountsHandlers(api: ContractImplementer, given: AccountsHandlersGiven) {
  const { setup, signIn, sessions, tokens, settings } = given;
  return {
    setup: {
      state: api.setup.state.handler(async () => ({
        needed: await setup.needed(),
        language: (await settings.get()).language,
      })),
      create: api.setup.create.handler(async ({ input, context }) =>
        handOver(await sessions.begin(await setup.finish(input)), context),
      ),
    },
    session: {
      get: api.session.get.handler(({ context }) => sessionOf(context)),
      create: api.session.create.handler(async ({ input, context }) => {
        const user = await signIn({ ...input, address: context.address });
        return handOver(await sessions.begin(user), context);
      }),
      delete: api.session.delete.handler(async ({ context }) => {
        if (context.caller.kind === "person") await sessions.end(context.caller.sessionToken);
        context.response.appendHeader("set-cookie", endedSessionCookie(context.secure));
      }),
    },
    tokens: {
      list: api.tokens.list.handler(async () => ({ items: await tokens.list() })),
      create: api.tokens.create.handler(({ input, context }) =>
        tokens.create({
          name: input.name,
          scopes: input.scopes,
          expiresAt: input.expiresAt ? Date.parse(input.expiresAt) : null,
          createdBy: context.caller.kind === "person" ? context.caller.session.user.id : null,
        }),
      ),
      delete: api.tokens.delete.handler(({ input }) => tokens.revoke(input.id)),
    },
  };
}

/** The session's token goes into the cookie and nowhere else. */
function handOver({ token, expiresAt, session }: BegunSession, { response, secure }: ApiContext): Session {
  response.appendHeader("set-cookie", sessionCookie({ token, expiresAt, secure }));
  return session;
}

function sessionOf({ caller }: ApiContext): Session {
  if (caller.kind !== "person") throw new Error("a session route was reached without a session");
  return caller.session;
}
