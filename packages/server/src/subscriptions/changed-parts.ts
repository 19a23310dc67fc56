import { PublicError } from "../errors.ts";
import type { SealedParts } from "./sealed-parts.ts";

/** Secrets of one subscription that sign at the same time. */
const mostSecrets = 5;

/**
 * The sealed parts after a change. Headers replace those there were; one without a value keeps the value it had, and throws
 * `invalid-request` when it had none. A new secret comes first; the former ones sign until `keepOldUntil` (null: no longer).
 */
export function changedParts(
  before: SealedParts,
  change: {
    readonly headers?: readonly { readonly name: string; readonly value?: string | undefined }[] | undefined;
    readonly secret?: string;
    readonly keepOldUntil?: number | null;
    readonly now?: number;
  },
): SealedParts {
  const { headers, secret, keepOldUntil = null, now = 0 } = change;
  return {
    headers:
      headers === undefined ? before.headers : headers.map((header, at) => withValue(before, header, at)),
    secrets:
      secret === undefined ? before.secrets : [{ secret, until: null }, ...former(before, keepOldUntil, now)],
  };
}

function withValue(
  { headers }: SealedParts,
  { name, value }: { readonly name: string; readonly value?: string | undefined },
  at: number,
): { name: string; value: string } {
  const kept = value ?? headers.find((header) => header.name.toLowerCase() === name.toLowerCase())?.value;
  if (kept !== undefined) return { name, value: kept };
  const message = "a new header needs a value";
  throw new PublicError("invalid-request", {
    members: { issues: [{ at: ["headers", at, "value"], message }] },
  });
}

function former({ secrets }: SealedParts, keepOldUntil: number | null, now: number): SealedParts["secrets"] {
  if (keepOldUntil === null) return [];
  return secrets
    .filter(({ until }) => until === null || until > now)
    .map(({ secret, until }) => ({ secret, until: Math.min(until ?? keepOldUntil, keepOldUntil) }))
    .slice(0, mostSecrets - 1);
}
