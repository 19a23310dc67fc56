import type { Credentials } from "../../credentials/credentials.ts";
import type { OAuth } from "../../oauth/oauth.ts";
import type { ApiContext } from "../context.ts";
import { oauthCallbackUrl } from "../oauth-callback.ts";
import type { ContractImplementer } from "../router.ts";

export interface CredentialsHandlersGiven {
  readonly credentials: Credentials;
  readonly oauth: Pick<OAuth, "begin">;
  readonly publicUrl: string | undefined;
}

export function credentialsHandlers(
  api: ContractImplementer,
  { credentials, oauth, publicUrl }: CredentialsHandlersGiven,
) {
  const callbackUrl = ({ secure, response }: ApiContext) =>
    oauthCallbackUrl({ publicUrl, secure, host: response.req.headers.host });
  return {
    list: api.credentials.list.handler(async ({ context }) => ({
      ...{ items: await credentials.list(), callbackUrl: callbackUrl(context) },
    })),
    create: api.credentials.create.handler(({ input }) => credentials.create(input)),
    get: api.credentials.get.handler(({ input }) => credentials.get(input.id)),
    update: api.credentials.update.handler(({ input }) => credentials.update(input)),
    delete: api.credentials.delete.handler(({ input }) =>
      credentials.delete({ id: input.id, force: input.force ?? false }),
    ),
    connect: api.credentials.connect.handler(async ({ input, context }) => {
      const { caller } = context;
      if (caller.kind !== "person") throw new Error("a session route was reached without a session");
      const { sessionToken } = caller;
      return { url: await oauth.begin({ id: input.id, sessionToken, redirectUrl: callbackUrl(context) }) };
    }),
    disconnect: api.credentials.disconnect.handler(({ input }) => credentials.disconnect(input.id)),
    test: api.credentials.test.handler(({ input }) => credentials.test(input)),
  };
}
