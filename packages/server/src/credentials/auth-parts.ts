import type { CredentialAuth, CredentialAuthChange } from "@sluice/api/schemas";
import {
  databaseSecurities,
  mailSecurities,
  type OAuth2Token,
  type PlainCredential,
} from "@sluice/workflow/node-contract";
import { z } from "zod";
import { oauthShownSchema } from "../oauth/client.ts";
import type { CredentialRecord } from "../stores/credentials/store.ts";

type Shown = Pick<CredentialRecord, "type" | "shown">;

/** A credential's parts as they are stored: what may be seen of it, and the secret, where it was given. */
export interface AuthParts extends Shown {
  readonly secret: string | undefined;
  /** What the secret is called in this type. */
  readonly secretField: "password" | "value" | "token" | "clientSecret" | "secretAccessKey" | "file";
}

const server = { host: z.string(), port: z.int(), username: z.string() };
const smtpSchema = z.object({ ...server, security: z.enum(mailSecurities) });
const databaseSchema = z.object({ ...server, database: z.string(), security: z.enum(databaseSecurities) });
const sqliteSchema = z.object({ file: z.string() });
const awsSchema = z.object({ accessKeyId: z.string(), region: z.string(), service: z.string() });
const awsSecretSchema = z.object({ secretAccessKey: z.string(), sessionToken: z.string() });

export function partsOf(auth: CredentialAuthChange): AuthParts {
  switch (auth.type) {
    case "basic":
      return { type: auth.type, shown: auth.username, secret: auth.password, secretField: "password" };
    case "header":
    case "query":
      return { type: auth.type, shown: auth.name, secret: auth.value, secretField: "value" };
    case "bearer":
      return { type: auth.type, shown: null, secret: auth.token, secretField: "token" };
    case "oauth2": {
      const { type, clientSecret, ...shown } = auth;
      return { type, shown: JSON.stringify(shown), secret: clientSecret, secretField: "clientSecret" };
    }
    case "aws": {
      const { type, secretAccessKey, sessionToken, ...shown } = auth;
      // A session token is good with its own secret only: both come and stay together.
      const secret =
        secretAccessKey === undefined ? undefined : JSON.stringify({ secretAccessKey, sessionToken });
      return { type, shown: JSON.stringify(shown), secret, secretField: "secretAccessKey" };
    }
    case "smtp":
    case "postgres":
    case "mysql": {
      const { type, password, ...shown } = auth;
      return { type, shown: JSON.stringify(shown), secret: password, secretField: "password" };
    }
    case "sqlite":
      // A file has no password: what is sealed is that there is none.
      return { type: auth.type, shown: JSON.stringify({ file: auth.file }), secret: "", secretField: "file" };
  }
}

/** What the API shows. */
export function shownOf({ type, shown }: Shown): CredentialAuth {
  switch (type) {
    case "basic":
      return { type, username: shown ?? "" };
    case "header":
    case "query":
      return { type, name: shown ?? "" };
    case "bearer":
      return { type };
    case "oauth2":
      return { type, ...oauthShownSchema.parse(partsIn(shown)) };
    case "aws":
      return { type, ...awsSchema.parse(partsIn(shown)) };
    case "smtp":
      return { type, ...smtpSchema.parse(partsIn(shown)) };
    case "postgres":
    case "mysql":
      return { type, ...databaseSchema.parse(partsIn(shown)) };
    case "sqlite":
      return { type, ...sqliteSchema.parse(partsIn(shown)) };
  }
}

/** A credential whose stored secret is what goes out. */
export type StandingType = Exclude<CredentialRecord["type"], OAuth2Token["type"]>;

/** What a run gets of a credential that does not renew itself. */
export function plainOf(
  { type, shown, hosts }: Pick<CredentialRecord, "shown" | "hosts"> & { readonly type: StandingType },
  secret: string,
): PlainCredential {
  switch (type) {
    case "basic":
      return { type, hosts, username: shown ?? "", password: secret };
    case "header":
    case "query":
      return { type, hosts, name: shown ?? "", value: secret };
    case "bearer":
      return { type, hosts, token: secret };
    case "aws":
      return {
        type,
        hosts,
        ...awsSchema.parse(partsIn(shown)),
        ...awsSecretSchema.parse(JSON.parse(secret)),
      };
    case "smtp":
      return { type, ...smtpSchema.parse(partsIn(shown)), password: secret };
    case "postgres":
    case "mysql":
      return { type, ...databaseSchema.parse(partsIn(shown)), password: secret };
    case "sqlite":
      return { type, ...sqliteSchema.parse(partsIn(shown)) };
  }
}

function partsIn(shown: string | null): unknown {
  return JSON.parse(shown ?? "null");
}
