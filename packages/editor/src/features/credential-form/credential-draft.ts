import type {
  Credential,
  CredentialAuth,
  CredentialAuthChange,
  CredentialAuthInput,
  CredentialType,
} from "@sluice/api/schemas";
import {
  type DatabaseSecurity,
  databaseSecurities,
  type MailSecurity,
  mailSecurities,
} from "@sluice/workflow/node-contract";
import { type AwsDraft, awsIsComplete, awsOf, newAws } from "./aws-draft.ts";
import { newOAuth, type OAuthDraft, oauthDraftOf, oauthIsComplete, oauthOf } from "./oauth-draft.ts";

/** A credential while it is typed: everything is text, and a part that its type has no use for is kept for later. */
export interface CredentialDraft {
  readonly name: string;
  readonly type: CredentialType;
  readonly username: string;
  /** Of the header or the query parameter. */
  readonly parameter: string;
  /** Of a mail server or a database. */
  readonly host: string;
  /** Empty: the usual one of the type. */
  readonly port: string;
  readonly security: MailSecurity | DatabaseSecurity;
  readonly database: string;
  readonly file: string;
  readonly oauth: OAuthDraft;
  readonly aws: AwsDraft;
  /** Empty in a change: the stored one stays. */
  readonly secret: string;
  readonly hosts: readonly string[];
}

export const newDraft: CredentialDraft = {
  ...{ name: "", type: "bearer", username: "", parameter: "", secret: "", hosts: [] },
  ...{ host: "", port: "", security: "none", database: "", file: "" },
  ...{ oauth: newOAuth, aws: newAws },
};

export function draftOf({ name, auth, hosts }: Credential): CredentialDraft {
  return { ...newDraft, name, type: auth.type, hosts, ...partsOf(auth) };
}

function partsOf(auth: CredentialAuth): Partial<CredentialDraft> {
  switch (auth.type) {
    case "basic":
      return { username: auth.username };
    case "header":
    case "query":
      return { parameter: auth.name };
    case "bearer":
      return {};
    case "oauth2":
      return { oauth: oauthDraftOf(auth) };
    case "aws": {
      const { type: _, ...shown } = auth;
      return { aws: { ...newAws, ...shown } };
    }
    case "smtp":
    case "postgres":
    case "mysql": {
      const { type: _, port, ...server } = auth;
      return { ...server, port: String(port) };
    }
    case "sqlite":
      return { file: auth.file };
  }
}

/** Another type brings its own way of encryption along: the safest one. */
export function withType(type: CredentialType): Partial<CredentialDraft> {
  const [security] = securitiesOf(type);
  return security === undefined ? { type } : { type, security, port: "" };
}

export function securitiesOf(type: CredentialType): readonly (MailSecurity | DatabaseSecurity)[] {
  if (type === "smtp")
    return [
      ...mailSecurities.filter((one) => one === "starttls"),
      ...mailSecurities.filter((one) => one !== "starttls"),
    ];
  return isDatabaseServer(type) ? databaseSecurities : [];
}

/** A server of databases, where somebody signs in to one of them. */
export function isDatabaseServer(type: CredentialType): boolean {
  return type === "postgres" || type === "mysql";
}

export function usualPort({ type, security }: Pick<CredentialDraft, "type" | "security">): number {
  if (type === "postgres") return 5432;
  if (type === "mysql") return 3306;
  return security === "tls" ? 465 : security === "starttls" ? 587 : 25;
}

/** Whether everything is there that the server asks for. `stored`: the type of the one that is changed. */
export function isComplete(draft: CredentialDraft, stored?: CredentialType): boolean {
  return (
    draft.name.trim() !== "" &&
    hasParts(draft) &&
    (draft.secret !== "" || stored === draft.type || mayBeEmpty(draft))
  );
}

function hasParts(draft: CredentialDraft): boolean {
  const filled = (text: string) => text.trim() !== "";
  const portFits = draft.port.trim() === "" || /^\d{1,5}$/.test(draft.port.trim());
  switch (draft.type) {
    case "header":
    case "query":
      return filled(draft.parameter);
    case "smtp":
      return filled(draft.host) && portFits;
    case "postgres":
    case "mysql":
      return filled(draft.host) && portFits && filled(draft.database) && filled(draft.username);
    case "sqlite":
      return filled(draft.file);
    case "oauth2":
      return oauthIsComplete(draft.oauth);
    case "aws":
      // A session token is good with its own secret only.
      return awsIsComplete(draft.aws) && (draft.aws.sessionToken === "" || draft.secret !== "");
    default:
      return true;
  }
}

/** A mail server that asks for no user has no password either; a file has none, nor has a client that proves nothing. */
export function mayBeEmpty({ type, username, oauth }: CredentialDraft): boolean {
  if (type === "oauth2") return oauth.clientAuth === "none";
  return type === "sqlite" || (type === "smtp" && username.trim() === "");
}

/** A new credential's parts, with its secret. */
export function authInputOf(draft: CredentialDraft): CredentialAuthInput {
  const { type, username, parameter, secret } = draft;
  switch (type) {
    case "basic":
      return { type, username, password: secret };
    case "header":
    case "query":
      return { type, name: parameter.trim(), value: secret };
    case "bearer":
      return { type, token: secret };
    case "oauth2":
      return { type, ...oauthOf(draft.oauth), clientSecret: secret };
    case "aws":
      return {
        ...{ type, ...awsOf(draft.aws), secretAccessKey: secret.trim() },
        sessionToken: draft.aws.sessionToken.trim(),
      };
    case "smtp":
      return { type, ...smtpOf(draft), password: secret };
    case "postgres":
    case "mysql":
      return { type, ...databaseOf(draft), password: secret };
    case "sqlite":
      return { type, file: draft.file.trim() };
  }
}

/** The parts of a changed one: a secret that was not typed anew is left out, and stays. */
export function authChangeOf(draft: CredentialDraft): CredentialAuthChange {
  if (draft.secret !== "") return authInputOf(draft);
  const { type, username, parameter } = draft;
  switch (type) {
    case "basic":
      return { type, username };
    case "header":
    case "query":
      return { type, name: parameter.trim() };
    case "bearer":
      return { type };
    case "oauth2":
      return {
        ...{ type, ...oauthOf(draft.oauth) },
        ...(draft.oauth.clientAuth === "none" ? { clientSecret: "" } : {}),
      };
    case "aws":
      return { type, ...awsOf(draft.aws), sessionToken: "" };
    case "smtp":
      // Without a user there is no password to keep.
      return { type, ...smtpOf(draft), ...(username.trim() === "" ? { password: "" } : {}) };
    case "postgres":
    case "mysql":
      return { type, ...databaseOf(draft) };
    case "sqlite":
      return { type, file: draft.file.trim() };
  }
}

function serverOf(draft: CredentialDraft) {
  const port = draft.port.trim();
  return {
    ...{ host: draft.host.trim(), username: draft.username.trim() },
    port: port === "" ? usualPort(draft) : Number(port),
  };
}

function smtpOf(draft: CredentialDraft) {
  const security = mailSecurities.find((one) => one === draft.security) ?? "starttls";
  return { ...serverOf(draft), security };
}

function databaseOf(draft: CredentialDraft) {
  const security = databaseSecurities.find((one) => one === draft.security) ?? "verify";
  return { ...serverOf(draft), database: draft.database.trim(), security };
}
