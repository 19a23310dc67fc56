import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import type { VaultKey } from "./key.ts";
import { VaultError } from "./vault-error.ts";

/** An encrypted value, as it is stored. */
export interface Sealed {
  /** Which key it was encrypted with. */
  readonly keyId: string;
  readonly nonce: Uint8Array;
  /** Ciphertext with its authentication tag at the end. */
  readonly ciphertext: Uint8Array;
}

const cipher = "aes-256-gcm";
const nonceBytes = 12;
const tagBytes = 16;

/**
 * AES-256-GCM with a random 96-bit nonce. `boundTo` is authenticated with the value, so that a ciphertext that is moved
 * to another row or another owner does not open.
 */
export function seal(
  key: VaultKey,
  { value, boundTo }: { readonly value: string; readonly boundTo: readonly string[] },
): Sealed {
  const nonce = randomBytes(nonceBytes);
  const encryption = createCipheriv(cipher, key.bytes, nonce).setAAD(bytesOf(boundTo));
  const ciphertext = Buffer.concat([
    encryption.update(value, "utf8"),
    encryption.final(),
    encryption.getAuthTag(),
  ]);
  return { keyId: key.id, nonce, ciphertext };
}

/** The value again. Throws a `VaultError` that calls it by `what` when it is damaged, moved or of another key. */
export function unseal(
  key: VaultKey,
  given: { readonly sealed: Sealed; readonly boundTo: readonly string[]; readonly what: string },
): string {
  const { sealed, boundTo, what } = given;
  if (sealed.keyId !== key.id) throw new VaultError(`${what} was encrypted with another key`);
  const tagAt = sealed.ciphertext.length - tagBytes;
  if (tagAt < 0) throw new VaultError(`${what} is damaged`);
  const decryption = createDecipheriv(cipher, key.bytes, sealed.nonce, { authTagLength: tagBytes })
    .setAAD(bytesOf(boundTo))
    .setAuthTag(sealed.ciphertext.subarray(tagAt));
  try {
    return (
      decryption.update(sealed.ciphertext.subarray(0, tagAt), undefined, "utf8") + decryption.final("utf8")
    );
  } catch (cause) {
    throw new VaultError(`${what} is damaged`, { cause });
  }
}

function bytesOf(boundTo: readonly string[]): Buffer {
  return Buffer.from(JSON.stringify(boundTo), "utf8");
}
