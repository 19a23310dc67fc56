import { createPublicKey, type KeyObject } from "node:crypto";
import type { JwtAuth } from "@sluice/workflow/document";
import type { JsonObject } from "@sluice/workflow/node-contract";
import { errors, type JWTHeaderParameters, type JWTVerifyOptions, jwtVerify } from "jose";
import type { FailureCode } from "./failure.ts";
import type { KeySet, KeySets } from "./key-sets.ts";
import { bearerOf } from "./places.ts";
import type { Outcome, SenderRequest } from "./standing.ts";

/** Why no key could be given to the library. */
class NoKey extends Error {
  override readonly name = "NoKey";
  readonly code: FailureCode;
  constructor(code: FailureCode) {
    super(code);
    this.code = code;
  }
}

/**
 * A check of a token. Which key checks it follows from what kind of algorithm it is, never from what the token would
 * like: a public key is no secret for HS, and a secret no key for the others. `clock`: milliseconds since 1970.
 */
export function compileJwt(
  method: JwtAuth,
  given: {
    /** Plain text; undefined: there is none. */
    secret: string | undefined;
    label: string;
    used: string;
    keySets: KeySets;
    clock: () => number;
  },
): (request: SenderRequest) => Promise<Outcome> {
  const { algorithms, issuer, audience, leewaySeconds, expiry, jwksUrl } = method;
  const { label, used, keySets, clock } = given;
  const header = method.header.toLowerCase();
  const secret = given.secret ? new TextEncoder().encode(given.secret) : undefined;
  const publicKey = method.publicKey ? readPublicKey(method.publicKey) : null;
  const usable = secret !== undefined || publicKey !== null || !!jwksUrl;

  const keyFor: KeyFor = async (protectedHeader) => {
    if (protectedHeader.alg?.startsWith("HS")) return secret ?? noKey("no-usable-secret");
    if (publicKey) return publicKey;
    if (!jwksUrl) return noKey("no-usable-secret");
    const keys = (await keySets.get(jwksUrl)) ?? noKey("keys-unavailable");
    try {
      return await keys(protectedHeader);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      const fresh = (await keySets.get(jwksUrl, { afresh: true })) ?? noKey("keys-unavailable");
      return fresh(protectedHeader);
    }
  };

  return async (request) => {
    if (!usable) return { label, code: "no-usable-secret" };
    const text = request.header(header);
    if (!text) return { label, code: "missing-credentials" };
    const token = header === "authorization" ? bearerOf(text) : (bearerOf(text) ?? text);
    if (token === undefined) return { label, code: "malformed-credentials" };
    const options = {
      algorithms: [...algorithms],
      ...(issuer ? { issuer } : {}),
      ...(audience ? { audience } : {}),
      clockTolerance: leewaySeconds,
      ...(expiry === "required" ? { requiredClaims: ["exp"] } : {}),
      currentDate: new Date(clock()),
    };
    try {
      return { type: "jwt", label, used, claims: await claimsOf(token, { keyFor, options }) };
    } catch (error) {
      return { label, code: codeOf(error) };
    }
  };
}

type KeyFor = (header: JWTHeaderParameters) => Promise<KeyLike>;
type KeyLike = Awaited<ReturnType<KeySet>> | KeyObject | Uint8Array;

/** The claims of a token that is right. Throws what is wrong with it. */
async function claimsOf(
  token: string,
  { keyFor, options }: { keyFor: KeyFor; options: JWTVerifyOptions },
): Promise<JsonObject> {
  try {
    return (await jwtVerify(token, keyFor, options)).payload as JsonObject;
  } catch (error) {
    if (!(error instanceof errors.JWKSMultipleMatchingKeys)) throw error;
    // An issuer with several keys and tokens that do not name theirs: each of them may be it.
    for await (const key of error) {
      try {
        return (await jwtVerify(token, key, options)).payload as JsonObject;
      } catch (wrong) {
        if (!(wrong instanceof errors.JWSSignatureVerificationFailed)) throw wrong;
      }
    }
    throw new errors.JWSSignatureVerificationFailed();
  }
}

function noKey(code: FailureCode): never {
  throw new NoKey(code);
}

function codeOf(error: unknown): FailureCode {
  if (error instanceof NoKey) return error.code;
  if (error instanceof errors.JWTExpired) return "token-expired";
  if (error instanceof errors.JOSEAlgNotAllowed) return "algorithm-not-allowed";
  if (error instanceof errors.JWSSignatureVerificationFailed) return "signature-mismatch";
  if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys) {
    return "unknown-key";
  }
  if (error instanceof errors.JWTClaimValidationFailed) return claimCode(error);
  // Anything else of the library's is about how the token is written; what is left is a key that does not fit.
  return error instanceof errors.JOSEError ? "malformed-token" : "unknown-key";
}

function claimCode({ claim, reason }: errors.JWTClaimValidationFailed): FailureCode {
  if (claim === "exp" && reason === "missing") return "token-without-expiry";
  const codes: Readonly<Record<string, FailureCode>> = {
    nbf: "token-not-yet-valid",
    iss: "wrong-issuer",
    aud: "wrong-audience",
  };
  return codes[claim] ?? "malformed-token";
}

/** PEM (SPKI) or a JWK as JSON text. Null when it is neither, or a private key. */
export function readPublicKey(text: string): KeyObject | null {
  const given = text.trim();
  try {
    if (given.includes("PRIVATE KEY")) return null;
    if (!given.startsWith("{")) return createPublicKey(given);
    const jwk = JSON.parse(given) as JsonObject;
    return "d" in jwk ? null : createPublicKey({ key: jwk as never, format: "jwk" });
  } catch {
    return null;
  }
}
