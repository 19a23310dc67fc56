import { PublicError } from "../errors.ts";
import { headerProblem } from "../outgoing/request-headers.ts";
import type { SealedParts } from "./sealed-parts.ts";

/** Secrets of one subscription that sign at the same time. */
const mostSecrets = 5;

interface GivenHeader {
  readonly name: string;
  readonly value?: string | undefined;
}

/**
 * The sealed parts after a change. Headers replace those there were; one without a value keeps the value it had, and throws
 * `invalid-request` when it had none, as does a header that is given twice, that cannot be sent or that is Sluice's own. A new secret comes first; the former ones sign until `keepOldUntil` (null: no longer).
 */
export function changedParts(
  before: SealedParts,
  change: {
    readonly headers?: readonly GivenHeader[] | undefined;
    readonly secret?: string;
    readonly keepOldUntil?: number | null;
    readonly now?: number;
  },
): SealedParts {
  const { headers, secret, keepOldUntil = null, now = 0 } = change;
  return {
    headers:
      headers === undefined
        ? before.headers
        : headers.map((header, at) => withValue(before, header, at, headers)),
    secrets:
      secret === undefined ? before.secrets : [{ secret, until: null }, ...former(before, keepOldUntil, now)],
  };
}

/** What a message itself brings. */
const reserved = /^(?:x-)?webhook-|^content-(?:type|length)$|^host$/i;

function withValue(
  { headers }: SealedParts,
  { name, value }: GivenHeader,
  at: number,
  all: readonly GivenHeader[],
): { name: string; value: string } {
  const isNamed = (header: GivenHeader) => header.name.toLowerCase() === name.toLowerCase();
  if (reserved.test(name))
    throw invalid(["headers", at, "name"], `the header ${name} is set by Sluice alone`);
  if (all.findIndex(isNamed) < at)
    throw invalid(["headers", at, "name"], `the header ${name} is there twice`);
  const kept = value ?? headers.find(isNamed)?.value;
  if (kept === undefined) throw invalid(["headers", at, "value"], "a new header needs a value");
  const problem = headerProblem({ name, value: kept });
  if (problem === undefined) return { name, value: kept };
  throw invalid(["headers", at], `the header ${name} ${problem}`);
}

/** Throws `invalid-request` for a URL with a user or a password: they would be shown and logged with it. */
export function checkUrl(url: string): void {
  const { username, password } = new URL(url);
  if (username === "" && password === "") return;
  throw invalid(["url"], "a URL has no user and no password; send a header instead");
}

function invalid(at: readonly (string | number)[], message: string): PublicError {
  return new PublicError("invalid-request", { members: { issues: [{ at, message }] } });
}

function former({ secrets }: SealedParts, keepOldUntil: number | null, now: number): SealedParts["secrets"] {
  if (keepOldUntil === null) return [];
  return secrets
    .filter(({ until }) => until === null || until > now)
    .map(({ secret, until }) => ({ secret, until: Math.min(until ?? keepOldUntil, keepOldUntil) }))
    .slice(0, mostSecrets - 1);
}
