import { bytesOf, fromBase64, hmacSha256, isEqual, joined, toHex } from "./bytes.ts";
import { standardSignature } from "./standard.ts";

export type Reason =
  | "missing-header"
  | "malformed-timestamp"
  | "timestamp-too-old"
  | "timestamp-too-new"
  | "malformed-signature"
  | "too-many-signatures"
  | "signature-mismatch";

/** A request that must not be trusted. `reason` is for your log: tell the sender nothing but 401. */
export class SignatureError extends Error {
  override readonly name = "SignatureError";
  readonly reason: Reason;
  constructor(reason: Reason) {
    super(`the signature does not hold: ${reason}`);
    this.reason = reason;
  }
}

export interface VerifyOptions {
  /**
   * The format of the subscription. `standard` checks a signed time; `products-manager` (`X-Webhook-Signature:
   * sha256=<hex>`) and `alforis` (bare hex) sign the body alone: know a repetition by `webhook-id`.
   */
  readonly format?: "standard" | "products-manager" | "alforis";
  /**
   * All that are valid now, as the subscription has them: `whsec_…`, any other text, public keys (`whpk_…`). During a rotation
   * the new one and the old one.
   */
  readonly secrets: readonly string[];
  /** As they came: names in any case. */
  readonly headers: Headers | Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The bytes as received. A body that was parsed and written again is another one. */
  readonly body: string | Uint8Array;
  /** How far a signed time may be off, in seconds, both ways: 300 when left out. */
  readonly toleranceSeconds?: number;
  /** Seconds since 1970; left out: now. */
  readonly now?: number;
}

export interface Verified {
  /** The same in every attempt of a message: keep it, and pass over what you have seen. Null: there was none. */
  readonly id: string | null;
  /** Null: none is signed. */
  readonly timestamp: number | null;
}

/** Signatures in one header that are tried: more are nobody's. */
const maxCandidates = 16;

/** Resolves when one of the secrets signed this body. Rejects with a `SignatureError` that says why not. */
export async function verify(options: VerifyOptions): Promise<Verified> {
  if (options.secrets.length === 0) throw new TypeError("give at least one secret");
  const { format = "standard" } = options;
  return format === "standard" ? verifyStandard(options) : verifyBody(options, format);
}

async function verifyStandard(options: VerifyOptions): Promise<Verified> {
  const { secrets, headers, body, toleranceSeconds = 300, now = Math.floor(Date.now() / 1000) } = options;
  const id = needed(headers, "webhook-id");
  const timestamp = needed(headers, "webhook-timestamp");
  const signatures = needed(headers, "webhook-signature");
  if (!/^[0-9]{1,12}$/.test(timestamp)) throw new SignatureError("malformed-timestamp");
  if (now - Number(timestamp) > toleranceSeconds) throw new SignatureError("timestamp-too-old");
  if (Number(timestamp) - now > toleranceSeconds) throw new SignatureError("timestamp-too-new");
  const all = signatures.split(" ").filter((one) => one !== "");
  if (all.length > maxCandidates) throw new SignatureError("too-many-signatures");
  const of = (version: string) =>
    all.filter((one) => one.startsWith(`${version},`)).map((one) => one.slice(version.length + 1));
  const [candidates, asymmetric] = [of("v1"), of("v1a")];
  let holds = false;
  for (const secret of secrets) {
    if (secret.startsWith(publicPrefix)) {
      const signed = joined(`${id}.${timestamp}.`, body);
      if (await isSignedByKey({ key: secret, signatures: asymmetric, signed })) holds = true;
      continue;
    }
    const expected = await standardSignature({ key: webhookKey(secret), id, timestamp, body });
    for (const candidate of candidates) if (isEqual(expected, candidate)) holds = true;
  }
  if (!holds) throw new SignatureError("signature-mismatch");
  return { id, timestamp: Number(timestamp) };
}

/**
 * The key that Sluice signs a webhook with: the bytes of `whsec_` and base64, padded or not; of any other text the text itself,
 * which a subscription may have as its secret. A last letter of base64 alone is no byte.
 */
function webhookKey(secret: string): Uint8Array<ArrayBuffer> {
  const encoded = /^whsec_([A-Za-z0-9+/]*)={0,2}$/.exec(secret)?.[1];
  if (encoded === undefined) return keyOf(secret);
  return keyOf(fromBase64(encoded.length % 4 === 1 ? encoded.slice(0, -1) : encoded) ?? "");
}

/** Throws a `TypeError` for a key that everybody knows. */
function keyOf(secret: string | Uint8Array): Uint8Array<ArrayBuffer> {
  if (secret.length === 0) throw new TypeError("the secret is empty");
  return bytesOf(secret);
}

const publicPrefix = "whpk_";

/** Ed25519, which is compared by nobody: it needs no constant time. Throws a `TypeError` for a key that is none. */
async function isSignedByKey(given: {
  readonly key: string;
  readonly signatures: readonly string[];
  readonly signed: Uint8Array<ArrayBuffer>;
}): Promise<boolean> {
  const raw = fromBase64(given.key.slice(publicPrefix.length));
  if (raw?.byteLength !== 32) throw new TypeError("a public key is whpk_ and base64 of 32 bytes");
  const key = await crypto.subtle.importKey("raw", raw, "Ed25519", false, ["verify"]);
  for (const one of given.signatures) {
    const signature = fromBase64(one);
    if (signature && (await crypto.subtle.verify("Ed25519", key, signature, given.signed))) return true;
  }
  return false;
}

async function verifyBody(options: VerifyOptions, format: "products-manager" | "alforis"): Promise<Verified> {
  const { secrets, headers, body } = options;
  const prefix = format === "products-manager" ? "sha256=" : "";
  const given = needed(headers, "x-webhook-signature");
  if (!given.startsWith(prefix)) throw new SignatureError("malformed-signature");
  let holds = false;
  for (const secret of secrets) {
    const expected = toHex(await hmacSha256(keyOf(secret), bytesOf(body)));
    if (isEqual(expected, given.slice(prefix.length))) holds = true;
  }
  if (!holds) throw new SignatureError("signature-mismatch");
  return { id: read(headers, "webhook-id") ?? null, timestamp: null };
}

function needed(headers: VerifyOptions["headers"], name: string): string {
  const value = read(headers, name);
  if (value === undefined || value === "") throw new SignatureError("missing-header");
  return value;
}

function read(headers: VerifyOptions["headers"], name: string): string | undefined {
  if (headers instanceof Headers) return headers.get(name) ?? undefined;
  const found = Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
  return typeof found === "string" ? found : found?.join(",");
}
