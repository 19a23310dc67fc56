import { createHmac, generateKeyPairSync, type KeyObject } from "node:crypto";
import type { Json, JsonObject } from "@sluice/workflow/node-contract";
import { describe, expect, test } from "vitest";
import { runExample, runNode, settled } from "../testing/run-node.ts";
import { runCrypto } from "./run.ts";

const now = "2026-01-02T03:04:05.000Z";
const reference = { secret: "sec_1" };

async function run(config: JsonObject, key = "", at = now): Promise<JsonObject> {
  const result = await runNode(runCrypto, {
    config: key === "" ? config : { ...config, key: reference },
    secrets: { sec_1: key },
    scope: { now: at },
    context: { file: async () => Buffer.from("abc") },
  });
  return settled(result).output as JsonObject;
}
const errorOf = (attempt: Promise<unknown>) => attempt.catch((error: unknown) => error);

function inPem({ privateKey, publicKey }: { privateKey: KeyObject; publicKey: KeyObject }) {
  return {
    privateKey: String(privateKey.export({ type: "pkcs8", format: "pem" })),
    publicKey: String(publicKey.export({ type: "spki", format: "pem" })),
  };
}
const rsa = inPem(generateKeyPairSync("rsa", { modulusLength: 2048 }));
const ec = inPem(generateKeyPairSync("ec", { namedCurve: "P-256" }));
const ed = inPem(generateKeyPairSync("ed25519"));

test("the example is an HMAC in base64", async () => {
  const made = createHmac("sha256", "https://hooks.example.com/secret").update("A-17").digest("base64");
  expect(settled(await runExample(runCrypto)).output).toEqual({ value: made });
});

test.each<[string, JsonObject, string]>([
  ["a text", { content: "abc" }, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"],
  [
    "the bytes of a file",
    { content: { index: 0, sha256: "x" }, digest: "md5" },
    "900150983cd24fb0d6963f7d28e17f72",
  ],
  [
    "what is no text as JSON",
    { content: { a: 1 }, digest: "sha1", encoding: "base64" },
    "4p2wBj5qgyDnfgmHd/R5o9wXFL8=",
  ],
])("hashes %s", async (_, config, value) => {
  const output = await run({ action: "hash", ...config });
  if (config.digest === "sha1") expect(output.value).toHaveLength(value.length);
  else expect(output).toEqual({ value });
});

test("random bytes are new each time, and as many as wanted", async () => {
  const [one, other] = [
    await run({ action: "random", bytes: 16 }),
    await run({ action: "random", bytes: 16 }),
  ];
  expect(one.value).toMatch(/^[0-9a-f]{32}$/);
  expect(one).not.toEqual(other);
});

describe("what was signed is verified, and one letter more or another key is not", () => {
  test.each<[string, { privateKey: string; publicKey: string }]>([
    ["rsa", rsa],
    ["rsa-pss", rsa],
    ["ecdsa", ec],
    ["ed25519", ed],
    ["hmac", { privateKey: "shared", publicKey: "" }],
  ])("%s", async (scheme, { privateKey, publicKey }) => {
    const config = { scheme, content: "héllo", encoding: "base64" };
    const { value: signature = "" } = await run({ action: "sign", ...config }, privateKey);
    const check = (more: JsonObject) =>
      run(
        { action: "verify", ...config, publicKey, signature, ...more },
        scheme === "hmac" ? privateKey : "",
      );
    expect(await check({})).toEqual({ valid: true });
    expect(await check({ content: "héllo!" })).toEqual({ valid: false });
    expect(await check({ signature: "" })).toEqual({ valid: false });
    expect(await check({ signature: "%%%" })).toEqual({ valid: false });
  });
});

describe("a JWT", () => {
  const make = (algorithm: string, key: string, more: JsonObject = {}) =>
    run({ action: "jwt-make", algorithm, claims: { sub: "17", aud: "shop" }, expiresIn: 60, ...more }, key);
  const check = (token: Json, more: JsonObject, key = "", at = now) =>
    run({ action: "jwt-verify", token, ...more }, key, at);

  test.each<[string, string, string]>([
    ["HS256", "a secret of thirty-two characters", ""],
    ["RS256", rsa.privateKey, rsa.publicKey],
    ["PS256", rsa.privateKey, rsa.publicKey],
    ["ES256", ec.privateKey, ec.publicKey],
    ["EdDSA", ed.privateKey, ed.publicKey],
  ])("%s is made and verified", async (algorithm, key, publicKey) => {
    const { value: token = "" } = await make(algorithm, key, { keyId: "k1" });
    const secret = publicKey === "" ? key : "";
    const verified = await check(token, { algorithm, publicKey }, secret);
    expect(verified).toMatchObject({ valid: true, reason: null, claims: { sub: "17", iat: 1767323045 } });
    expect(verified.header).toMatchObject({ alg: algorithm, kid: "k1" });
  });

  test("is refused when it is too old, for others, changed, or of another algorithm", async () => {
    const secret = "a secret of thirty-two characters";
    const { value: token = "" } = await make("HS256", secret);
    const later = "2026-01-02T03:06:00.000Z";
    expect(await check(token, {}, secret, later)).toMatchObject({ valid: false, claims: null });
    for (const more of [{ audience: "bank" }, { issuer: "me" }, { algorithm: "HS512" }])
      expect(await check(token, more, secret)).toMatchObject({ valid: false });
    expect(await check(token, { audience: "shop" }, secret)).toMatchObject({ valid: true });
    expect(await check(`${String(token)}x`, {}, secret)).toMatchObject({ valid: false });
    expect(await check("none", {}, secret)).toMatchObject({ valid: false, header: null });
  });

  test("that calls a public key its HMAC secret, or says it needs no signature, is refused", async () => {
    const { value: forged = "" } = await make("HS256", rsa.publicKey);
    expect(await check(forged, { algorithm: "RS256", publicKey: rsa.publicKey })).toMatchObject({
      valid: false,
    });
    const none = `${Buffer.from('{"alg":"none"}').toString("base64url")}.${Buffer.from("{}").toString("base64url")}.`;
    expect(await check(none, { algorithm: "RS256", publicKey: rsa.publicKey })).toMatchObject({
      valid: false,
    });
  });
});

test.each<[string, JsonObject, string, string]>([
  ["no key", { action: "hmac", content: "a" }, "", "key-missing"],
  ["no public key", { action: "verify", content: "a" }, "", "key-missing"],
  ["a key of another kind", { action: "sign", scheme: "ed25519" }, rsa.privateKey, "key-refused"],
  ["what is no key", { action: "sign", scheme: "rsa" }, "canary-key", "key-refused"],
  ["a private key in the open", { action: "verify", publicKey: rsa.privateKey }, "", "key-refused"],
  ["claims that are no object", { action: "jwt-make", claims: [1] }, "x".repeat(32), "jwt-claims"],
])("%s fails, and the key is not in the message", async (_, config, key, code) => {
  const error = await errorOf(run(config, key));
  expect(error).toMatchObject({ name: "NodeError", code });
  if (key !== "" && error instanceof Error) expect(error.message).not.toContain(key);
});
