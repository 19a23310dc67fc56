/**
 * At which stage a sender's credentials failed, for the builder; the sender itself hears `unauthorized` and no more.
 * In the order of how far a request came: of several methods the one that came furthest is told of.
 */
export const failureCodes = [
  // The method cannot be used as it is configured.
  "no-usable-secret",
  "no-public-url",
  "keys-unavailable",
  // Nothing came.
  "missing-credentials",
  "missing-header",
  "missing-timestamp",
  // What came is not of this kind.
  "malformed-credentials",
  "malformed-signature",
  "too-many-signatures",
  "malformed-token",
  "algorithm-not-allowed",
  "unknown-key",
  // It was of this kind, and wrong.
  "wrong-credentials",
  "malformed-timestamp",
  "timestamp-too-old",
  "timestamp-too-new",
  "body-hash-mismatch",
  "malformed-form",
  "signature-mismatch",
  // It was signed by whom it should be, and is not for here or now.
  "token-without-expiry",
  "token-expired",
  "token-not-yet-valid",
  "wrong-issuer",
  "wrong-audience",
] as const;

export type FailureCode = (typeof failureCodes)[number];

/** The one that came furthest. */
export function furthest<One extends { readonly code: FailureCode }>(
  failures: readonly One[],
): One | undefined {
  const rank = ({ code }: One) => failureCodes.indexOf(code);
  return failures.reduce<One | undefined>(
    (best, one) => (best === undefined || rank(one) > rank(best) ? one : best),
    undefined,
  );
}
