import { createHash, createHmac, generateKeyPairSync, sign } from "node:crypto";
import type { SignatureScheme } from "@sluice/workflow/document";
import { signatureSchemeSchema } from "@sluice/workflow/document";
import { describe, expect, it } from "vitest";
import { explainSignature } from "./explain.ts";
import { prepareSignature } from "./prepare.ts";
import { verifySignature } from "./verify.ts";

const now = 1_700_000_000_000;
const body = Buffer.from('{"a": 1}');

function custom(given: Partial<SignatureScheme>) {
  const scheme = signatureSchemeSchema.parse({
    ...{ header: "x-sig", algorithm: "sha256", encoding: "hex" },
    ...given,
  });
  return { preset: "custom", scheme, toleranceSeconds: 300 } as const;
}

function checked(
  method: Parameters<typeof prepareSignature>[0],
  given: { secrets: (string | undefined)[]; headers: Record<string, string>; body?: Buffer; url?: string },
) {
  const prepared = prepareSignature(method, { secrets: given.secrets });
  const request = {
    header: (name: string) => given.headers[name],
    url: given.url ?? "/hooks/k",
    body: given.body ?? body,
  };
  const { failed, secret } = verifySignature(prepared, { request, now });
  return failed ?? secret;
}

const hmac = (secret: string | Buffer, text: string | Buffer, algorithm = "sha256") =>
  createHmac(algorithm, secret).update(text);

describe("a signature", () => {
  it("may be by any of the live secrets, and the trace says by which", () => {
    const headers = { "x-sig": hmac("new", body).digest("hex") };
    expect(checked(custom({}), { secrets: ["old", "new"], headers })).toBe(1);
    expect(checked(custom({}), { secrets: ["old", undefined, "new"], headers })).toBe(2);
    expect(checked(custom({}), { secrets: ["old"], headers })).toBe("signature-mismatch");
  });

  it("lets nobody in without a secret that can be used", () => {
    const headers = { "x-sig": createHmac("sha256", "").update(body).digest("hex") };
    expect(checked(custom({}), { secrets: [], headers })).toBe("no-usable-secret");
    expect(checked(custom({}), { secrets: [undefined], headers })).toBe("no-usable-secret");
    expect(checked(custom({}), { secrets: [""], headers })).toBe("no-usable-secret");
    expect(checked(custom({ secretEncoding: "base64" }), { secrets: ["not base64!"], headers })).toBe(
      "no-usable-secret",
    );
    expect(checked(custom({ signed: "{bdoy}" }), { secrets: ["s"], headers })).toBe("no-usable-secret");
    expect(checked({ preset: "custom", toleranceSeconds: 300 }, { secrets: ["s"], headers })).toBe(
      "no-usable-secret",
    );
  });

  it("is compared as it is written, capitals only where a scheme allows them", () => {
    const hex = hmac("s", body).digest("hex");
    const secrets = ["s"];
    const capitals = { headers: { "x-sig": hex.toUpperCase() }, secrets };
    expect(checked(custom({}), capitals)).toBe("signature-mismatch");
    expect(checked(custom({ capitals: true }), capitals)).toBe(0);
    const base64 = hmac("s", body).digest("base64");
    for (const text of [base64.replace("=", ""), `${base64}=`, `${base64}x`, base64.slice(0, -4)]) {
      expect(checked(custom({ encoding: "base64" }), { headers: { "x-sig": text }, secrets })).toBe(
        "signature-mismatch",
      );
    }
  });

  it("covers what its template names, on the bytes as received", () => {
    const binary = Buffer.from([0xef, 0xbb, 0xbf, 0x00, 0xff, 0x22]);
    const hash = createHmac("sha512", "s");
    hash.update(Buffer.concat([Buffer.from([0xe9]), Buffer.from("|1700000000123|"), binary]));
    const method = custom({
      ...{ algorithm: "sha512", signed: "{id}|{timestamp}|{body}", id: { header: "x-id" } },
      timestamp: { header: "x-t", unit: "milliseconds" },
    });
    // Node hands a header over with one character per byte: é is what came as the byte E9.
    const headers = { "x-sig": hash.digest("hex"), "x-id": "é", "x-t": "1700000000123" };
    expect(checked(method, { secrets: ["s"], headers, body: binary })).toBe(0);
    expect(checked(method, { secrets: ["s"], headers: { ...headers, "x-t": "1700000300001" } })).toBe(
      "timestamp-too-new",
    );
    expect(checked(method, { secrets: ["s"], headers: { ...headers, "x-t": "1699999699999" } })).toBe(
      "timestamp-too-old",
    );
    const hashed = custom({ signed: "v1:{bodySha256}" });
    const bodySha256 = `v1:${createHash("sha256").update(body).digest("hex")}`;
    expect(
      checked(hashed, { secrets: ["s"], headers: { "x-sig": hmac("s", bodySha256).digest("hex") } }),
    ).toBe(0);
  });

  it("takes only one meaning of a field that is there twice", () => {
    const signature = hmac("s", "1700000000.").update(body).digest("hex");
    const method = { preset: "stripe", toleranceSeconds: 300 } as const;
    const stripe = (value: string) =>
      checked(method, { secrets: ["s"], headers: { "stripe-signature": value } });
    expect(stripe(`t=1700000000,v1=${signature}`)).toBe(0);
    expect(stripe(`t=1,t=1700000000,v1=${signature}`)).toBe("missing-timestamp");
    expect(stripe(`t=1700000000,v1=00,v1=${signature},v0=zz`)).toBe(0);
    expect(stripe(`t=1700000000,v0=${signature}`)).toBe("malformed-signature");
  });

  it("may be ed25519, with the public key as PEM, JWK, hex or base64", () => {
    const { publicKey, privateKey } = generateKeyPairSync("ed25519");
    const other = generateKeyPairSync("ed25519").publicKey;
    const method = custom({
      ...{ algorithm: "ed25519", signed: "{timestamp}{body}" },
      timestamp: { header: "x-t", unit: "seconds" },
    });
    const signature = sign(null, Buffer.concat([Buffer.from("1700000000"), body]), privateKey);
    const headers = { "x-sig": signature.toString("hex"), "x-t": "1700000000" };
    const jwk = publicKey.export({ format: "jwk" });
    const raw = Buffer.from(jwk.x ?? "", "base64url");
    const pem = publicKey.export({ format: "pem", type: "spki" }) as string;
    for (const key of [pem, JSON.stringify(jwk), raw.toString("hex"), raw.toString("base64")]) {
      expect(checked(method, { secrets: [key], headers })).toBe(0);
      expect(checked(method, { secrets: [key], headers, body: Buffer.from('{"a": 2}') })).toBe(
        "signature-mismatch",
      );
    }
    const otherPem = other.export({ format: "pem", type: "spki" }) as string;
    expect(checked(method, { secrets: [otherPem], headers })).toBe("signature-mismatch");
    const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 }).publicKey;
    for (const bad of [rsa.export({ format: "pem", type: "spki" }) as string, "nonsense", "{}", "{"]) {
      expect(checked(method, { secrets: [bad], headers })).toBe("no-usable-secret");
    }
  });
});

describe("the explanation of a signature", () => {
  const explained = (given: { secret: string; sent: string; body?: Buffer }) =>
    explainSignature({
      method: { preset: "generic", toleranceSeconds: 300 },
      secrets: [given.secret],
      request: {
        headers: [{ name: "X-Signature", value: given.sent }],
        url: "/hooks/k",
        body: given.body ?? body,
      },
      now,
    });

  it("shows each stage up to the one that failed, what was signed and what would have been right", () => {
    const found = explained({ secret: "s", sent: "00" });
    expect(found.stages.map(({ stage, failed }) => [stage, failed])).toEqual([
      ["secrets", null],
      ["header", null],
      ["format", null],
      ["signed", null],
      ["match", "signature-mismatch"],
    ]);
    expect(found.signed).toEqual({ text: '{"a": 1}', encoding: "utf8", bytes: 8 });
    expect(found.expected).toEqual([hmac("s", body).digest("hex")]);
    expect(found.given).toEqual(["00"]);
  });

  it("finds what goes wrong most", () => {
    const key = Buffer.from("0123456789");
    const hex = (secret: string | Buffer, text: string | Buffer) => hmac(secret, text).digest("hex");
    expect(explained({ secret: "s\n", sent: hex("s", body) }).hints).toEqual(["secret-has-white-space"]);
    expect(explained({ secret: key.toString("base64"), sent: hex(key, body) }).hints).toEqual([
      "secret-is-base64",
    ]);
    expect(explained({ secret: "s", sent: hex("s", '{"a":1}') }).hints).toEqual(["body-was-compact-json"]);
    expect(explained({ secret: "s", sent: hex("s", `${body}\n`) }).hints).toEqual(["body-had-line-end"]);
    expect(explained({ secret: "s", sent: hex("t", body) }).hints).toEqual([]);
  });
});
