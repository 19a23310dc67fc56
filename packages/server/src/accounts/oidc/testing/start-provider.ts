import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Provider } from "oidc-provider";

export interface TestProvider {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Who signs in from now on; null: they refuse. */
  person: { email?: string; email_verified?: boolean } | null;
  close(): Promise<void>;
}

/** A real OpenID Connect provider on 127.0.0.1 that lets in whoever the test says, without asking for a password. */
export async function startProvider(redirectUri: string): Promise<TestProvider> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const [clientId, clientSecret] = ["sluice", "canary-client-secret-7731"];
  const test: TestProvider = {
    ...{ issuer, clientId, clientSecret, person: null },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  const provider = new Provider(issuer, {
    clients: [{ client_id: clientId, client_secret: clientSecret, redirect_uris: [redirectUri] }],
    claims: { openid: ["sub"], email: ["email", "email_verified"] },
    features: { devInteractions: { enabled: false } },
    pkce: { required: () => true },
    cookies: { keys: ["a key of the test alone"] },
    interactions: { url: (_context, interaction) => `/let-in/${interaction.uid}` },
    findAccount: (_context, sub) => ({
      accountId: sub,
      claims: () => ({ sub, ...(JSON.parse(Buffer.from(sub, "base64url").toString()) as object) }),
    }),
    loadExistingGrant: async (context) => {
      const { client, session } = context.oidc;
      if (!client || !session?.accountId) return undefined;
      const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope("openid email");
      await grant.save();
      return grant;
    },
  });
  const letIn = async (request: IncomingMessage, response: ServerResponse) => {
    const outcome =
      test.person === null
        ? { error: "access_denied", error_description: "not today" }
        : {
            login: {
              accountId: Buffer.from(JSON.stringify(test.person)).toString("base64url"),
              remember: false,
            },
          };
    await provider.interactionFinished(request, response, outcome);
  };
  const answer = provider.callback();
  server.on("request", (request, response) => {
    if (request.url?.startsWith("/let-in/")) void letIn(request, response);
    else void answer(request, response);
  });
  return test;
}
