import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { newSecret, signedHeaders } from "../src/signing.ts";
import { SignatureError, verify } from "../src/verify.ts";

interface Vector {
  readonly id: string;
  readonly scheme: string;
  readonly secret: string;
  readonly body_base64: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly now: number;
  readonly expect: string;
}

const file = new URL("../fixtures/signatures.json", import.meta.url);
const { vectors } = JSON.parse(readFileSync(file, "utf8")) as { vectors: readonly Vector[] };
const standard = vectors.filter(({ scheme }) => scheme === "standard-webhooks");

/** What we call what the vectors expect. */
const reasons: Readonly<Record<string, readonly string[]>> = {
  timestamp_too_old: ["timestamp-too-old"],
  timestamp_too_new: ["timestamp-too-new"],
  missing_header: ["missing-header"],
  no_match: ["signature-mismatch"],
  bad_timestamp: ["malformed-timestamp"],
  bad_timestamp_or_signature: ["malformed-timestamp"],
  too_many: ["too-many-signatures"],
};

describe("Standard Webhooks", () => {
  test("has its vectors", () => expect(standard.length).toBeGreaterThan(25));

  test.each(standard.map((vector) => [vector.id, vector] as const))("%s", async (_, vector) => {
    const body = new Uint8Array(Buffer.from(vector.body_base64, "base64"));
    const { headers, now, secret } = vector;
    const result = await verify({ secrets: [secret], headers, body, now }).catch((error: unknown) => error);
    if (vector.expect === "valid")
      return expect(result).toMatchObject({ timestamp: Number(headers["webhook-timestamp"]) });
    if (vector.expect === "config_error") return expect(result).toBeInstanceOf(TypeError);
    expect(result).toBeInstanceOf(SignatureError);
    const [, reason = ""] = vector.expect.split(":");
    return expect(reasons[reason]).toContain((result as SignatureError).reason);
  });
});

describe("what was signed", () => {
  const message = { id: "msg_1", timestamp: 1_700_000_000, body: '{"naïve":"é"}' };

  test("holds with the new secret and the old one, and no longer with one flipped byte", async () => {
    const [old, fresh] = [newSecret(), newSecret()];
    const headers = await signedHeaders({ scheme: "standard", secret: old }, message);
    const now = message.timestamp;
    await expect(verify({ secrets: [fresh, old], headers, body: message.body, now })).resolves.toEqual({
      id: "msg_1",
      timestamp: now,
    });
    const bytes = new TextEncoder().encode(message.body);
    for (let at = 0; at < bytes.length; at++) {
      const flipped = bytes.with(at, (bytes[at] ?? 0) ^ 1);
      await expect(verify({ secrets: [old], headers, body: flipped, now })).rejects.toMatchObject({
        reason: "signature-mismatch",
      });
    }
    const asHeaders = new Headers(headers);
    await expect(verify({ secrets: [old], headers: asHeaders, body: bytes, now })).resolves.toMatchObject({
      id: "msg_1",
    });
    await expect(verify({ secrets: [], headers, body: bytes, now })).rejects.toThrow(TypeError);
  });

  test.each([
    ["products-manager", "sha256=", "sha1=00"],
    ["alforis", "", "zz"],
  ] as const)("over the body alone: %s", async (format, prefix, wrong) => {
    const signing = { scheme: "hmac", secret: "s", header: "X-Webhook-Signature", prefix } as const;
    const headers = { ...(await signedHeaders(signing, message)), "webhook-id": "m" };
    const given = { format, secrets: ["other", "s"], headers, body: message.body };
    await expect(verify(given)).resolves.toEqual({ id: "m", timestamp: null });
    await expect(verify({ ...given, body: `${message.body} ` })).rejects.toMatchObject({
      reason: "signature-mismatch",
    });
    await expect(verify({ ...given, headers: {} })).rejects.toMatchObject({ reason: "missing-header" });
    await expect(verify({ ...given, headers: { "x-webhook-signature": wrong } })).rejects.toBeInstanceOf(
      SignatureError,
    );
  });

  test("a secret that cannot be one is a mistake of the program", async () => {
    await expect(signedHeaders({ scheme: "standard", secret: "whsec_€" }, message)).rejects.toThrow(
      TypeError,
    );
    await expect(signedHeaders({ scheme: "hmac", secret: "" }, message)).rejects.toThrow(TypeError);
  });
});
