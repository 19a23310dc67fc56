import { doubtful, type Finding, well, wrong } from "./finding.ts";

/** What the PostgreSQL driver, and we ourselves, read of the parameters of an address. */
const known = new Set([
  ...["sslmode", "sslcert", "sslkey", "sslrootcert", "sslnegotiation", "ssl", "uselibpqcompat"],
  ...["connect_timeout", "application_name", "fallback_application_name", "options", "client_encoding"],
  ...["host", "port", "user", "password", "statement_timeout", "lock_timeout", "query_timeout"],
  ...["idle_in_transaction_session_timeout", "keepalives", "encoding"],
]);
const sslModes = ["disable", "prefer", "require", "verify-ca", "verify-full", "no-verify"];

/** Parameters of the database's address that nobody reads: a mistake in a name leaves a connection unencrypted. */
export function parameterFindings(url: string): Finding[] {
  const { searchParams } = new URL(url);
  const unknown = [...new Set(searchParams.keys())].filter((name) => !known.has(name));
  const findings = unknown.map((name) =>
    wrong(
      `SLUICE_DATABASE_URL has the parameter ${name}, which nobody reads: correct its name or leave it out.`,
    ),
  );
  const mode = searchParams.get("sslmode");
  if (mode !== null && !sslModes.includes(mode)) {
    findings.push(
      wrong(`SLUICE_DATABASE_URL has sslmode=${mode}, which is none of ${sslModes.join(", ")}: correct it.`),
    );
  }
  return findings;
}

/** Whether what goes to the database and comes from it can be read on the way. */
export function encryptionFinding(url: string, isEncrypted: boolean): Finding {
  if (isEncrypted) return well("The connection to the database is encrypted.");
  const { hostname } = new URL(url);
  const isNear =
    hostname === "" || hostname === "localhost" || hostname === "[::1]" || /^127\./.test(hostname);
  return isNear
    ? well("The connection to the database is not encrypted, and stays on this machine.")
    : doubtful(
        "The connection to the database is not encrypted: add ?sslmode=verify-full to SLUICE_DATABASE_URL, unless nobody else is on the network in between.",
      );
}
