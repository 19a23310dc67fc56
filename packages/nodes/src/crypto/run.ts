import {
  constants,
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  randomBytes,
  sign,
  timingSafeEqual,
  verify,
} from "node:crypto";
import { contentBytes, defineRun, NodeError } from "@sluice/workflow/node-contract";
import type { z } from "zod";
import { crypto } from "./definition.ts";
import { makeJwt, verifyJwt } from "./jwt.ts";

export type CryptoConfig = z.infer<typeof crypto.config>;

export const runCrypto = defineRun(crypto, async ({ config, context }) => {
  const { action, encoding } = config;
  const bytes = () => contentBytes(config.content ?? "", context);
  const out = (value: Buffer) => ({ port: "out", output: { value: value.toString(encoding) } }) as const;
  switch (action) {
    case "hash":
      return out(
        createHash(config.digest)
          .update(await bytes())
          .digest(),
      );
    case "hmac":
      return out(hmac(config, await bytes()));
    case "sign":
      return out(config.scheme === "hmac" ? hmac(config, await bytes()) : signed(config, await bytes()));
    case "verify":
      return { port: "out", output: { valid: verified(config, await bytes()) } };
    case "jwt-make":
      return { port: "out", output: { value: await makeJwt(config, signingKey(config), context.now) } };
    case "jwt-verify":
      return { port: "out", output: await verifyJwt(config, verifyingKey(config), context.now) };
    case "random":
      return out(randomBytes(config.bytes));
  }
});

function hmac(config: CryptoConfig, bytes: Uint8Array): Buffer {
  return createHmac(config.digest, keyOf(config)).update(bytes).digest();
}

function signed(config: CryptoConfig, bytes: Uint8Array): Buffer {
  const key = privateKey(config, config.scheme);
  return sign(config.scheme === "ed25519" ? null : config.digest, bytes, { key, ...optionsOf(config) });
}

/** Never throws for a wrong signature, of whatever form. */
function verified(config: CryptoConfig, bytes: Uint8Array): boolean {
  const given = Buffer.from((config.signature ?? "").trim(), config.encoding);
  if (config.scheme === "hmac") {
    const made = hmac(config, bytes);
    return made.length === given.length && timingSafeEqual(made, given);
  }
  const key = publicKey(config, config.scheme);
  return verify(
    config.scheme === "ed25519" ? null : config.digest,
    bytes,
    { key, ...optionsOf(config) },
    given,
  );
}

function optionsOf({ scheme }: CryptoConfig) {
  return scheme === "rsa-pss"
    ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
    : {};
}

function signingKey(config: CryptoConfig): KeyObject | Uint8Array {
  const { algorithm } = config;
  return algorithm.startsWith("HS")
    ? new TextEncoder().encode(keyOf(config))
    : privateKey(config, kindOf(algorithm));
}

function verifyingKey(config: CryptoConfig): KeyObject | Uint8Array {
  const { algorithm } = config;
  return algorithm.startsWith("HS")
    ? new TextEncoder().encode(keyOf(config))
    : publicKey(config, kindOf(algorithm));
}

function kindOf(algorithm: string): string {
  if (algorithm.startsWith("ES")) return "ecdsa";
  return algorithm === "EdDSA" ? "ed25519" : "rsa";
}

function keyOf({ key }: CryptoConfig): string {
  if (key !== undefined) return key;
  throw new NodeError({ code: "key-missing", message: "the step has no secret key; type it in" });
}

const wanted: Readonly<Record<string, string>> = {
  rsa: "rsa",
  "rsa-pss": "rsa",
  ecdsa: "ec",
  ed25519: "ed25519",
};

function privateKey(config: CryptoConfig, scheme: string): KeyObject {
  return fitting(scheme, () => createPrivateKey(keyOf(config)));
}

function publicKey({ publicKey: pem }: CryptoConfig, scheme: string): KeyObject {
  if (pem.trim() === "")
    throw new NodeError({ code: "key-missing", message: "the step has no public key; paste it in PEM" });
  // Of a private key Node would make the public one: it must not stand where anybody can read it.
  if (/PRIVATE KEY/.test(pem))
    throw new NodeError({
      code: "key-refused",
      message: "this is a private key; it belongs into the secret",
    });
  return fitting(scheme, () => createPublicKey(pem));
}

function fitting(scheme: string, read: () => KeyObject): KeyObject {
  let key: KeyObject;
  try {
    key = read();
  } catch (error) {
    if (error instanceof NodeError) throw error;
    // What the library says may quote the key.
    throw new NodeError({
      code: "key-refused",
      message: "the key is no PEM that can be read without a password",
    });
  }
  if (key.asymmetricKeyType === wanted[scheme]) return key;
  throw new NodeError({
    code: "key-refused",
    message: `the key is of the type ${key.asymmetricKeyType}, and ${scheme} needs ${wanted[scheme]}`,
  });
}
