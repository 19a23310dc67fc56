import type { Invitations } from "../../accounts/invitations.ts";
import type { PasswordResets } from "../../accounts/password-resets.ts";
import type { People } from "../../accounts/people.ts";
import type { Sessions } from "../../accounts/sessions.ts";
import { personOf } from "../caller.ts";
import type { ContractImplementer } from "../router.ts";
import { handOver } from "./accounts.ts";

export interface PeopleHandlersGiven {
  readonly people: People;
  readonly invitations: Invitations;
  readonly passwordResets: PasswordResets;
  readonly sessions: Sessions;
}

export function peopleHandlers(api: ContractImplementer, given: PeopleHandlersGiven) {
  const { people, invitations, passwordResets, sessions } = given;
  return {
    users: {
      list: api.users.list.handler(async () => ({ items: await people.list() })),
      change: api.users.change.handler(({ input }) => people.change(input)),
      remove: api.users.remove.handler(({ input }) => people.remove(input.id)),
      resetPassword: api.users.resetPassword.handler(({ input, context }) =>
        passwordResets.create({ userId: input.id, by: personOf(context.caller)?.id ?? null }),
      ),
    },
    invitations: {
      list: api.invitations.list.handler(async () => ({ items: await invitations.list() })),
      create: api.invitations.create.handler(({ input, context }) =>
        invitations.create({
          ...{ email: input.email, role: input.role, language: input.language },
          by: personOf(context.caller)?.email ?? null,
        }),
      ),
      withdraw: api.invitations.withdraw.handler(({ input }) => invitations.withdraw(input.id)),
      read: api.invitations.read.handler(({ input }) => invitations.read(input.token)),
      accept: api.invitations.accept.handler(async ({ input, context }) => {
        const { token, password, language } = input;
        const user = await invitations.accept({ token, password, language });
        return handOver(await sessions.begin(user, context), context);
      }),
    },
  };
}
