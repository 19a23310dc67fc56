import type { CredentialAuth, CredentialAuthChange } from "@sluice/api/schemas";
import type { PlainCredential } from "@sluice/workflow/node-contract";
import type { CredentialRecord } from "../stores/credentials/store.ts";

type Shown = Pick<CredentialRecord, "type" | "shown">;

/** A credential's parts as they are stored: what may be seen of it, and the secret, where it was given. */
export interface AuthParts extends Shown {
  readonly secret: string | undefined;
  /** What the secret is called in this type. */
  readonly secretField: "password" | "value" | "token";
}

export function partsOf(auth: CredentialAuthChange): AuthParts {
  switch (auth.type) {
    case "basic":
      return { type: auth.type, shown: auth.username, secret: auth.password, secretField: "password" };
    case "header":
    case "query":
      return { type: auth.type, shown: auth.name, secret: auth.value, secretField: "value" };
    case "bearer":
      return { type: auth.type, shown: null, secret: auth.token, secretField: "token" };
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
  }
}

/** What a run gets. */
export function plainOf(
  { type, shown, hosts }: Pick<CredentialRecord, "type" | "shown" | "hosts">,
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
  }
}
