import { resolve } from "node:path";
import { roles as personRoles } from "@sluice/api/roles";
import type { ConfigLine } from "@sluice/api/schemas";
import { frenchMeanings } from "./config-meanings-fr.ts";
import {
  absolutePath,
  emailAddress,
  hostName,
  issuer,
  keyText,
  list,
  modelPrices,
  network,
  oidcScopes,
  oneOf,
  origin,
  password,
  postgresUrl,
  roleList,
  roles,
  variableName,
  wholeNumber,
  withoutPassword,
} from "./config-values.ts";
import { mailServer } from "./system-mail/mail-server.ts";

/** The configuration is not usable. The message is one sentence that names the setting and its remedy. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

interface Setting<Value> {
  /** Environment variable. */
  readonly variable: string;
  /** Flag on the command line, without dashes. */
  readonly flag?: string;
  /** Text of the value when nothing is set; undefined: not set. */
  readonly fallback?: string;
  readonly meaning: string;
  /** Its value is never printed, but for what `shown` leaves of it. */
  readonly secret?: true;
  readonly shown?: (text: string) => string;
  /** Throws a sentence part that follows the setting's name: "must be …". */
  readonly parse: (text: string) => Value;
}

const logLevels = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;

/** Every setting, described once: reading, checking, `sluice config` and its documentation come from here. */
const settings = {
  port: setting({
    variable: "SLUICE_PORT",
    flag: "port",
    fallback: "4100",
    meaning: "TCP port to listen on; 0 takes a free one",
    parse: (text) => wholeNumber(text, 0, 65_535),
  }),
  host: setting({
    variable: "SLUICE_HOST",
    flag: "host",
    fallback: "127.0.0.1",
    meaning: "Address to listen on; 0.0.0.0 or :: listens on all",
    parse: hostName,
  }),
  data: setting({
    variable: "SLUICE_DATA",
    flag: "data",
    fallback: "./data",
    meaning: "Folder of the database and the secret key",
    parse: (text) => resolve(text),
  }),
  databaseUrl: setting({
    variable: "SLUICE_DATABASE_URL",
    meaning:
      "PostgreSQL database that any number of processes share (postgres://user:password@host:5432/database); left out: an SQLite file in the data folder",
    secret: true,
    shown: withoutPassword,
    parse: postgresUrl,
  }),
  role: setting({
    variable: "SLUICE_ROLE",
    flag: "role",
    fallback: "web,worker",
    meaning:
      "What this process does: web answers requests, worker runs executions that nobody waits for; other than both only with PostgreSQL",
    parse: roleList,
  }),
  upgradeCopy: setting({
    variable: "SLUICE_UPGRADE_COPY",
    fallback: "on",
    meaning: "off: no backup of a PostgreSQL database before a new version changes it",
    parse: (text) => oneOf(text, ["on", "off"]) === "on",
  }),
  publicUrl: setting({
    variable: "SLUICE_PUBLIC_URL",
    flag: "public-url",
    meaning:
      "Base of trigger URLs and links, as the outside sees it (https://hooks.example.com); left out: what it listens on",
    parse: origin,
  }),
  allowedHosts: setting({
    variable: "SLUICE_ALLOWED_HOSTS",
    fallback: "",
    meaning: "More host names that API and editor answer to, by commas (never a condition for /hooks)",
    parse: (text) => list(text).map(hostName),
  }),
  trustedProxies: setting({
    variable: "SLUICE_TRUSTED_PROXIES",
    fallback: "",
    meaning: "Addresses or networks of proxies whose X-Forwarded-For counts (10.0.0.0/8, ::1)",
    parse: (text) => list(text).map(network),
  }),
  metricsAllow: setting({
    variable: "SLUICE_METRICS_ALLOW",
    fallback: "",
    meaning: "Addresses or networks that may read /metrics without a token (127.0.0.1, 10.0.0.5)",
    parse: (text) => list(text).map(network),
  }),
  secretKey: setting({
    variable: "SLUICE_SECRET_KEY",
    meaning:
      "Key that encrypts secrets, random text of 32 characters or more; left out: made once and kept in the data folder",
    secret: true,
    parse: keyText,
  }),
  adminEmail: setting({
    variable: "SLUICE_ADMIN_EMAIL",
    meaning: "E-mail address of the first account, made at start when there is none",
    parse: emailAddress,
  }),
  adminPassword: setting({
    variable: "SLUICE_ADMIN_PASSWORD",
    meaning: "Password of the first account",
    secret: true,
    parse: password,
  }),
  maxBodyBytes: setting({
    variable: "SLUICE_MAX_BODY_BYTES",
    fallback: String(25 * 1024 * 1024),
    meaning:
      "Largest body that any trigger may be set to take, in bytes (a trigger takes 1 MiB unless it says otherwise)",
    parse: (text) => wholeNumber(text, 1024, 512 * 1024 * 1024),
  }),
  exposeEnv: setting({
    variable: "SLUICE_EXPOSE_ENV",
    fallback: "",
    meaning: "Names of environment variables that expressions may read as env.<NAME>, separated by commas",
    parse: (text) => list(text).map(variableName),
  }),
  concurrency: setting({
    variable: "SLUICE_CONCURRENCY",
    fallback: "32",
    meaning: "Executions that go on at once in this process",
    parse: (text) => wholeNumber(text, 1, 10_000),
  }),
  queueLimit: setting({
    variable: "SLUICE_QUEUE_LIMIT",
    fallback: "10000",
    meaning: "Executions that may wait for their turn before trigger URLs answer 503",
    parse: (text) => wholeNumber(text, 1, 10_000_000),
  }),
  allowNetworks: setting({
    variable: "SLUICE_ALLOW_NETWORKS",
    fallback: "",
    meaning:
      "Addresses or networks that outgoing requests may reach although they are not public, separated by commas (10.1.0.0/16, 127.0.0.1)",
    parse: (text) => list(text).map(network),
  }),
  sqliteFiles: setting({
    variable: "SLUICE_SQLITE_FILES",
    fallback: "",
    meaning:
      "Database files that the node type database may open, or folders of them, separated by commas (/srv/shop.db, /srv/reports)",
    parse: (text) => list(text).map(absolutePath),
  }),
  modelPrices: setting({
    variable: "SLUICE_MODEL_PRICES",
    fallback: "",
    meaning:
      "What models cost, in US dollars for a million tokens in and out, separated by commas (gpt-5-mini=0.25/2, claude-haiku-4-5=1/5)",
    parse: modelPrices,
  }),
  retentionDays: setting({
    variable: "SLUICE_RETENTION_DAYS",
    fallback: "30",
    meaning: "Days that executions, deliveries and events are kept until settings say otherwise; 0: for ever",
    parse: (text) => wholeNumber(text, 0, 36_500),
  }),
  retentionPerWorkflow: setting({
    variable: "SLUICE_RETENTION_PER_WORKFLOW",
    fallback: "0",
    meaning: "Executions kept of each workflow until the settings say otherwise; 0: any number",
    parse: (text) => wholeNumber(text, 0, 100_000_000),
  }),
  mailUrl: setting({
    variable: "SLUICE_MAIL_URL",
    meaning:
      "Mail server for invitations, lost passwords and alerts (smtp://user:password@mail.example.com:587); left out: no mail is sent",
    secret: true,
    shown: withoutPassword,
    parse: mailServer,
  }),
  mailFrom: setting({
    variable: "SLUICE_MAIL_FROM",
    meaning: "Address that such mail comes from",
    parse: emailAddress,
  }),
  oidcIssuer: setting({
    variable: "SLUICE_OIDC_ISSUER",
    meaning:
      "OpenID Connect provider for single sign-on (https://login.example.com/realms/shop); left out: passwords alone",
    parse: issuer,
  }),
  oidcClientId: setting({
    variable: "SLUICE_OIDC_CLIENT_ID",
    meaning: "Name of this server at that provider, which must know <public URL>/oidc/callback",
    parse: (text) => text,
  }),
  oidcClientSecret: setting({
    variable: "SLUICE_OIDC_CLIENT_SECRET",
    meaning: "Secret of this server at that provider; left out: a public client",
    secret: true,
    parse: (text) => text,
  }),
  oidcScopes: setting({
    variable: "SLUICE_OIDC_SCOPES",
    fallback: "openid email",
    meaning: "What that provider is asked for, separated by spaces; openid and email are needed",
    parse: oidcScopes,
  }),
  oidcRole: setting({
    variable: "SLUICE_OIDC_ROLE",
    meaning: `Role of people who come from that provider without an invitation or an account (${personRoles.join(", ")}); left out: they may not come in`,
    parse: (text) => oneOf(text, personRoles),
  }),
  otelEndpoint: setting({
    variable: "SLUICE_OTEL_ENDPOINT",
    meaning:
      "OpenTelemetry collector that traces are sent to by OTLP over HTTP (http://127.0.0.1:4318); left out: there are none",
    parse: origin,
  }),
  otelTakeParent: setting({
    variable: "SLUICE_OTEL_TAKE_PARENT",
    fallback: "off",
    meaning: "on: a delivery goes on in the trace that its sender names in traceparent",
    parse: (text) => oneOf(text, ["on", "off"]) === "on",
  }),
  otelSendParent: setting({
    variable: "SLUICE_OTEL_SEND_PARENT",
    fallback: "off",
    meaning: "on: requests that nodes send name their span in traceparent",
    parse: (text) => oneOf(text, ["on", "off"]) === "on",
  }),
  logLevel: setting({
    variable: "SLUICE_LOG_LEVEL",
    flag: "log-level",
    fallback: "info",
    meaning: `How much is logged: ${logLevels.join(", ")}`,
    parse: (text) => oneOf(text, logLevels),
  }),
} as const;

type Settings = typeof settings;
type ValueOf<Name extends keyof Settings> = Settings[Name] extends { parse: (text: string) => infer Value }
  ? Settings[Name] extends { fallback: string }
    ? Value
    : Value | undefined
  : never;

/** What the server runs by. `env` holds the values that `exposeEnv` lists, nothing else of the environment. */
export type Config = { readonly [Name in keyof Settings]: ValueOf<Name> } & {
  readonly env: Readonly<Record<string, string>>;
  /** All of it as `sluice config` prints it. */
  readonly described: readonly ConfigLine[];
};

/** Variables by name, as a process has them. */
export type Environment = Readonly<Record<string, string | undefined>>;
type Flags = Readonly<Record<string, string | undefined>>;

/** The flags that settings may be given by, for `parseArgs`. */
export const configFlags: readonly string[] = Object.values(
  settings as Record<string, Setting<unknown>>,
).flatMap(({ flag }) => (flag === undefined ? [] : [flag]));

/**
 * Reads the configuration: a flag goes before its variable, a variable before the default; empty text is not set.
 * Throws a `ConfigError` for an invalid value and for every `SLUICE_*` variable that is not a setting.
 */
export function readConfig(given: { readonly environment: Environment; readonly flags?: Flags }): Config {
  refuseUnknown(given.environment);
  const values: Record<string, unknown> = {};
  for (const [name, one] of Object.entries(settings as Record<string, Setting<unknown>>)) {
    refuseInvalid(one, given.environment);
    values[name] = parsed(one, find(one, given));
  }
  const config = values as Omit<Config, "env" | "described">;
  if ((config.adminEmail === undefined) !== (config.adminPassword === undefined)) {
    throw new ConfigError(
      "SLUICE_ADMIN_EMAIL and SLUICE_ADMIN_PASSWORD belong together: set both or neither.",
    );
  }
  if ((config.mailUrl === undefined) !== (config.mailFrom === undefined)) {
    throw new ConfigError("SLUICE_MAIL_URL and SLUICE_MAIL_FROM belong together: set both or neither.");
  }
  if ((config.oidcIssuer === undefined) !== (config.oidcClientId === undefined)) {
    throw new ConfigError(
      "SLUICE_OIDC_ISSUER and SLUICE_OIDC_CLIENT_ID belong together: set both or neither.",
    );
  }
  refuseLoneRole(config);
  return { ...config, env: exposed(config.exposeEnv, given.environment), described: described(given) };
}

/** A process that leaves a part of the work to others needs others, and a name that is not its own. */
function refuseLoneRole({
  role,
  databaseUrl,
  publicUrl,
}: Pick<Config, "role" | "databaseUrl" | "publicUrl">): void {
  if (role.length === roles.length) return;
  if (databaseUrl === undefined) {
    throw new ConfigError(
      `SLUICE_ROLE is ${role.join(",")}, which needs other processes: set SLUICE_DATABASE_URL to the PostgreSQL database that they share, or leave SLUICE_ROLE out.`,
    );
  }
  if (publicUrl === undefined) {
    throw new ConfigError(
      `SLUICE_ROLE is ${role.join(",")}: set SLUICE_PUBLIC_URL to the address that all processes are reached by, so that the links they make lead there.`,
    );
  }
}

/** Each setting with its value, where it comes from and what it means. */
function described(given: { readonly environment: Environment; readonly flags?: Flags }): ConfigLine[] {
  return Object.entries(settings as Record<string, Setting<unknown>>).map(([name, one]) => {
    const { text, source } = find(one, given);
    const value = text === undefined ? "" : one.secret ? (one.shown?.(text) ?? "(set)") : text;
    const meaning = { en: one.meaning, fr: frenchMeanings[name as keyof Settings] };
    return { variable: one.variable, flag: one.flag ?? null, value, source, meaning };
  });
}

/** The process's own environment and nothing else: handed to `readConfig` by whoever starts. */
export function processEnvironment(): Environment {
  return process.env;
}

function find(one: Setting<unknown>, given: { environment: Environment; flags?: Flags }) {
  const flag = one.flag === undefined ? undefined : given.flags?.[one.flag];
  if (flag !== undefined) return { text: flag, source: "flag" } as const;
  const variable = given.environment[one.variable];
  if (variable) return { text: variable, source: "environment" } as const;
  if (one.fallback !== undefined) return { text: one.fallback, source: "default" } as const;
  return { text: undefined, source: "not set" } as const;
}

/** An invalid variable stops the start also where a flag says otherwise: somebody believes in it. */
function refuseInvalid(one: Setting<unknown>, environment: Environment): void {
  const text = environment[one.variable];
  if (text) parsed(one, { text, source: "environment" });
}

function parsed(one: Setting<unknown>, found: ReturnType<typeof find>): unknown {
  if (found.text === undefined) return undefined;
  const name = found.source === "flag" ? `--${one.flag}` : one.variable;
  try {
    return one.parse(found.text);
  } catch (error) {
    const shown = one.secret ? "" : ` (it is ${JSON.stringify(found.text)})`;
    throw new ConfigError(`${name} ${error instanceof Error ? error.message : "is not valid"}${shown}.`);
  }
}

function refuseUnknown(environment: Environment): void {
  const known = new Set(
    Object.values(settings as Record<string, Setting<unknown>>).map(({ variable }) => variable),
  );
  for (const name of Object.keys(environment)) {
    if (name.startsWith("SLUICE_") && !known.has(name)) {
      throw new ConfigError(
        `${name} is not a setting of Sluice: remove it, or see \`sluice config\` for those there are.`,
      );
    }
  }
}

function exposed(names: readonly string[], environment: Environment): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = environment[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

function setting<const One extends Setting<unknown>>(one: One): One {
  return one;
}
