import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
} from "node:crypto";
import type { SubscriptionFormat, SubscriptionSigning } from "@sluice/api/schemas";
import { PublicError } from "../errors.ts";

/*
 * The key pairs of Standard Webhooks (`v1a`). A private key is `whsk_` and base64 of the 32 bytes of the seed, followed by
 * the 32 of the public key where it was made by us or by Svix; a public key is `whpk_` and base64 of its 32 bytes.
 */
const privatePrefix = "whsk_";
/** What stands before the 32 bytes of an Ed25519 key in PKCS #8 (RFC 8410). */
const pkcs8 = Buffer.from("302e020100300506032b657004220420", "hex");
const secretBytes = 32;
/** Keys made ready: reading one takes longer than signing with it. */
const ready = new Map<string, { readonly key: KeyObject; readonly publicKey: string }>();
const mostReady = 1000;

/** How a secret signs. */
export function signingOf(secret: string): SubscriptionSigning {
  return secret.startsWith(privatePrefix) ? "v1a" : "v1";
}

/** `whpk_…` of a private key; undefined: the secret is none. */
export function publicKeyOf(secret: string): string | undefined {
  return signingOf(secret) === "v1a" ? keyOf(secret)?.publicKey : undefined;
}

/** Base64 of an Ed25519 signature. Throws for a secret that is no private key: none is stored. */
export function signWithKey(secret: string, text: string): string {
  const found = keyOf(secret);
  if (!found) throw new Error("the stored key is none");
  return sign(null, Buffer.from(text, "utf8"), found.key).toString("base64");
}

/**
 * The secret that was given, or a new one, and what of it is shown (null: its private half never leaves). Throws
 * `invalid-request` where the two do not go together, or not with the format.
 */
export function secretOf(
  format: SubscriptionFormat,
  given: { readonly secret?: string | undefined; readonly signing?: SubscriptionSigning | undefined },
): { readonly secret: string; readonly shown: string | null } {
  const { secret: wanted, signing = signingOf(wanted ?? "") } = given;
  if (wanted !== undefined && signing !== signingOf(wanted)) {
    throw invalid("secret", "a secret of v1a begins with whsk_, and one of v1 does not");
  }
  if (signing === "v1a" && format !== "standard") {
    throw invalid("signing", "only the format standard has signatures of v1a");
  }
  const secret = wanted ?? newSecret(format, signing);
  fitsFormat(format, secret);
  return { secret, shown: signing === "v1a" ? null : secret };
}

/**
 * Throws `invalid-request` for a private key that is none, or that its format cannot sign with, and for a secret that the
 * libraries of the format `standard` do not read.
 */
export function fitsFormat(format: SubscriptionFormat, secret: string): void {
  if (signingOf(secret) === "v1") {
    const problem = format === "standard" ? sharedProblem(secret) : undefined;
    if (problem !== undefined) throw invalid("secret", problem);
    return;
  }
  if (format !== "standard") {
    throw invalid("secret", "this format signs with a secret, not with a key pair: give one");
  }
  if (!keyOf(secret))
    throw invalid("secret", "whsk_ is followed by base64 of an Ed25519 key: 32 or 64 bytes");
}

/** Why a secret of `standard` is none; undefined: it is one. A text without the prefix is taken as it stands. */
function sharedProblem(secret: string): string | undefined {
  if (/[\s\p{Cc}]/u.test(secret))
    return "a secret of the format standard holds no spaces and no control characters";
  if (!secret.startsWith("whsec_")) return undefined;
  const isBase64 = /^whsec_(?=.)(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(secret);
  return isBase64
    ? undefined
    : "whsec_ is followed by base64, its length filled up with = to a multiple of four";
}

function newSecret(format: SubscriptionFormat, signing: SubscriptionSigning): string {
  if (signing === "v1a") {
    const { d, x } = generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" });
    const both = Buffer.concat([Buffer.from(d ?? "", "base64url"), Buffer.from(x ?? "", "base64url")]);
    return `${privatePrefix}${both.toString("base64")}`;
  }
  const random = randomBytes(secretBytes);
  return format === "standard" ? `whsec_${random.toString("base64")}` : random.toString("hex");
}

function keyOf(secret: string): { readonly key: KeyObject; readonly publicKey: string } | undefined {
  const before = ready.get(secret);
  if (before) return before;
  const encoded = /^whsk_([A-Za-z0-9+/]+={0,2})$/.exec(secret)?.[1];
  const bytes = encoded === undefined ? undefined : Buffer.from(encoded, "base64");
  if (bytes === undefined || (bytes.length !== 32 && bytes.length !== 64)) return undefined;
  const key = createPrivateKey({
    key: Buffer.concat([pkcs8, bytes.subarray(0, 32)]),
    format: "der",
    type: "pkcs8",
  });
  const { x = "" } = createPublicKey(key).export({ format: "jwk" });
  const half = Buffer.from(x, "base64url");
  // Its two halves are of different keys: whoever made it made a mistake.
  if (bytes.length === 64 && !half.equals(bytes.subarray(32))) return undefined;
  if (ready.size >= mostReady) ready.clear();
  const made = { key, publicKey: `whpk_${half.toString("base64")}` };
  ready.set(secret, made);
  return made;
}

function invalid(field: string, message: string): PublicError {
  return new PublicError("invalid-request", { members: { issues: [{ at: [field], message }] } });
}
