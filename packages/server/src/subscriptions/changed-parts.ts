import { isIP } from "node:net";
import { PublicError } from "../errors.ts";
import { type AddressGuard, whyForbidden } from "../outgoing/guard-address.ts";
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
 * `invalid-request` when it had none, or when messages go `elsewhere`: whoever may change a webhook need not know its header
 * values, and could have them sent to themselves. So does a header that is given twice, that cannot be sent or that is
 * Sluice's own. A new secret comes first; the former ones sign until `keepOldUntil` (null: no longer).
 */
export function changedParts(
  before: SealedParts,
  change: {
    readonly headers?: readonly GivenHeader[] | undefined;
    readonly elsewhere?: boolean;
    readonly secret?: string;
    readonly keepOldUntil?: number | null;
    readonly now?: number;
  },
): SealedParts {
  const { headers, elsewhere = false, secret, keepOldUntil = null, now = 0 } = change;
  if (elsewhere && headers === undefined && before.headers.length > 0) {
    const names = before.headers.map(({ name }) => name).join(", ");
    throw invalid(
      ["headers"],
      `${forAnother}: give headers anew, each with its value, or an empty list (${names})`,
    );
  }
  return {
    headers:
      headers === undefined
        ? before.headers
        : headers.map((header, at) => withValue(before, { header, at, all: headers, elsewhere })),
    secrets:
      secret === undefined ? before.secrets : [{ secret, until: null }, ...former(before, keepOldUntil, now)],
  };
}

/** What a message itself brings. */
const reserved = /^(?:x-)?webhook-|^content-(?:type|length)$|^host$/i;

const forAnother = "another server or port gets no header value that was meant for this one";

function withValue(
  { headers }: SealedParts,
  given: {
    readonly header: GivenHeader;
    readonly at: number;
    readonly all: readonly GivenHeader[];
    readonly elsewhere: boolean;
  },
): { name: string; value: string } {
  const { at, all, elsewhere } = given;
  const { name, value } = given.header;
  const isNamed = (header: GivenHeader) => header.name.toLowerCase() === name.toLowerCase();
  if (reserved.test(name))
    throw invalid(["headers", at, "name"], `the header ${name} is set by Sluice alone`);
  if (all.findIndex(isNamed) < at)
    throw invalid(["headers", at, "name"], `the header ${name} is there twice`);
  const stored = headers.find(isNamed)?.value;
  if (value === undefined && stored !== undefined && elsewhere)
    throw invalid(["headers", at, "value"], `${forAnother}: give it anew`);
  const kept = value ?? stored;
  if (kept === undefined) throw invalid(["headers", at, "value"], "a new header needs a value");
  const problem = headerProblem({ name, value: kept });
  if (problem === undefined) return { name, value: kept };
  throw invalid(["headers", at], `the header ${name} ${problem}`);
}

/**
 * Throws `invalid-request` for a URL with a user or a password, which would be shown and logged with it, and for an address
 * that may not be reached. What a name leads to is judged when something is sent.
 */
export function checkUrl(url: string, guard: AddressGuard): void {
  const { username, password, hostname } = new URL(url);
  if (username !== "" || password !== "")
    throw invalid(["url"], "a URL has no user and no password; send a header instead");
  const host = hostname.replace(/^\[|\]$/g, "");
  const forbidden = isIP(host) === 0 ? undefined : guard(host);
  if (forbidden) throw invalid(["url"], whyForbidden(host, forbidden));
}

/** Whether messages go to another server by another URL: its scheme, host or port differs. */
export function isElsewhere(before: string, after: string): boolean {
  return new URL(before).origin !== new URL(after).origin;
}

/** What `active` or its other name says; undefined: nothing. Throws `invalid-request` where the two differ. */
export function activeOf(given: {
  readonly active?: boolean | undefined;
  readonly is_active?: boolean | undefined;
}): boolean | undefined {
  const { active, is_active: other } = given;
  if (active !== undefined && other !== undefined && active !== other)
    throw invalid(["is_active"], "is_active is another name of active: both cannot differ");
  return active ?? other;
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
