import { credentialsOf } from "../document/credentials.ts";
import { secretsOf } from "../document/secrets.ts";
import type { Json } from "../node-contract/json.ts";
import { type Finding, finding } from "./finding.ts";
import type { Check, Given } from "./given.ts";

type Path = readonly (string | number)[];

/** References that belong elsewhere, credentials that are not there, and passwords that were never entered. */
export const secrets: Check = (given) => [
  ...foreign(given),
  ...credentials(given),
  ...emptyPasswords(given.document.trigger.config.auth ?? null, ["trigger", "config", "auth"]),
  ...emptyPasswords(given.document.trigger.config.handshakes ?? null, ["trigger", "config", "handshakes"]),
];

function foreign({ document, secretOwner }: Given): Finding[] {
  if (secretOwner === undefined) return [];
  return secretsOf(document).flatMap(({ at, node, field, reference }) => {
    if (reference === undefined) return [];
    const owner = secretOwner(reference);
    return owner?.node === node && owner.field === field ? [] : [finding("foreign-secret", at)];
  });
}

function credentials({ document, hasCredential = () => false }: Given): Finding[] {
  return credentialsOf(document).flatMap(({ at, reference }) =>
    hasCredential(reference) ? [] : [finding("unknown-credential", at, { credential: reference })],
  );
}

/** How the trigger calls what must not be empty. The secret of a token is not among them: it may have a key instead. */
const secretNames: ReadonlySet<string> = new Set(["password", "key", "token", "value", "verifyToken"]);

/** Node types say themselves which of their secrets are missing; the trigger's credentials are told by name. */
function emptyPasswords(auth: Json, at: Path): Finding[] {
  if (typeof auth !== "object" || auth === null) return [];
  return Object.entries(auth).flatMap(([key, child]): Finding[] => {
    const here = [...at, Array.isArray(auth) ? Number(key) : key];
    const empty = typeof child === "object" && child !== null && Object.keys(child).length === 0;
    if (secretNames.has(key) && empty) return [finding("empty-secret", here)];
    return emptyPasswords(child, here);
  });
}
