/** How a mail server is spoken to: encrypted from the start, encrypted after STARTTLS and not otherwise, or in the open. */
export const mailSecurities = ["tls", "starttls", "none"] as const;
export type MailSecurity = (typeof mailSecurities)[number];

/** How a database server is spoken to: encrypted and its certificate checked, encrypted only, or in the open. */
export const databaseSecurities = ["verify", "encrypt", "none"] as const;
export type DatabaseSecurity = (typeof databaseSecurities)[number];

/** Kinds of credentials. The first six go along with an HTTP request. */
export const credentialTypes = [
  "bearer",
  "basic",
  "header",
  "query",
  "oauth2",
  "aws",
  "smtp",
  "postgres",
  "mysql",
  "sqlite",
] as const;
export type CredentialType = (typeof credentialTypes)[number];

/** Those that an HTTP request can carry. */
export const httpCredentialTypes = [
  "bearer",
  "basic",
  "header",
  "query",
  "oauth2",
  "aws",
] as const satisfies CredentialType[];

export function isHttpCredentialType(type: CredentialType): boolean {
  return httpCredentialTypes.some((one) => one === type);
}

/** A credential that goes along with an HTTP request. */
export type HttpCredential = {
  /** Hosts it may be sent to (`api.example.com`, `*.example.com`); empty: any. */
  readonly hosts: readonly string[];
} & (
  | { readonly type: "basic"; readonly username: string; readonly password: string }
  | { readonly type: "header"; readonly name: string; readonly value: string }
  | { readonly type: "query"; readonly name: string; readonly value: string }
  | { readonly type: "bearer"; readonly token: string }
  | OAuth2Token
  | AwsKey
);

/** An access token that renews itself: it goes along as a Bearer token. */
export interface OAuth2Token {
  readonly type: "oauth2";
  readonly token: string;
  /**
   * Another token in place of one that was answered 401; undefined: there is none to be had. Rejects with a `NodeError`
   * where the provider cannot be asked, or refuses.
   */
  readonly renew: (refused: string) => Promise<string | undefined>;
}

/** A key that signs whole requests (AWS Signature Version 4). */
export interface AwsKey {
  readonly type: "aws";
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Empty: the key is not a temporary one. */
  readonly sessionToken: string;
  readonly region: string;
  readonly service: string;
}

/** A mail server, and who sends there. An empty `username`: it asks for none. */
export interface SmtpCredential {
  readonly type: "smtp";
  readonly host: string;
  readonly port: number;
  readonly security: MailSecurity;
  readonly username: string;
  readonly password: string;
}

export interface PostgresCredential {
  readonly type: "postgres";
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly security: DatabaseSecurity;
  readonly username: string;
  readonly password: string;
}

/** A server of MySQL or MariaDB. */
export interface MysqlCredential extends Omit<PostgresCredential, "type"> {
  readonly type: "mysql";
}

/** A database file on the server's disk, which the operator must have allowed. */
export interface SqliteCredential {
  readonly type: "sqlite";
  readonly file: string;
}

export type DatabaseCredential = PostgresCredential | MysqlCredential | SqliteCredential;

/** A credential in plain, as a run gets it: never stored, logged or given out; the engine redacts its values. */
export type PlainCredential = HttpCredential | SmtpCredential | DatabaseCredential;
