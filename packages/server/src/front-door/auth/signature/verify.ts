import { createHmac, type KeyObject, timingSafeEqual, verify as verifyWithKey } from "node:crypto";
import type { HmacScheme } from "@sluice/workflow/document";
import type { FailureCode } from "../failure.ts";
import { candidatesOf } from "./candidates.ts";
import { decodeStrictly, type PreparedScheme, type PreparedSignature } from "./prepare.ts";
import { signedBytes } from "./signed-bytes.ts";
import { readTimestamp } from "./timestamp.ts";
import type { SignatureTrace, SignedRequest, StageResult, TraceStage } from "./trace.ts";

/**
 * Checks a signature on the bytes as received. `now`: milliseconds since 1970. Never throws; fails closed: a method
 * without a usable secret, or with a template that cannot be signed, lets nobody in.
 */
export function verifySignature(
  prepared: PreparedSignature,
  given: { request: SignedRequest; now: number },
): SignatureTrace {
  const { schemes } = prepared;
  const { request } = given;
  const chosen = schemes.find(({ scheme }) => request.header(scheme.header)) ?? schemes[0];
  const stages: StageResult[] = [];
  const pass = (stage: TraceStage, facts: StageResult["facts"]): void => {
    stages.push({ stage, failed: null, facts });
  };
  const fail = (
    stage: TraceStage,
    failed: FailureCode,
    facts: StageResult["facts"] = {},
  ): SignatureTrace => ({
    ...{ failed, secret: null },
    stages: [...stages, { stage, failed, facts }],
  });

  const keys = chosen?.keys ?? [];
  const usable = keys.filter((key) => key !== null).length;
  const counted = { secrets: keys.length, usable };
  if (!chosen?.template || usable === 0) return fail("secrets", "no-usable-secret", counted);
  pass("secrets", counted);

  const { scheme, template } = chosen;
  const value = request.header(scheme.header);
  if (value === undefined || value === "") return fail("header", "missing-header", { header: scheme.header });
  const id = scheme.id ? request.header(scheme.id.header) : "";
  if (scheme.id && !id) return fail("header", "missing-header", { header: scheme.id.header });
  pass("header", { header: scheme.header, value });

  const { signatures, ignored } = candidatesOf(scheme, value);
  const form = { signatures: signatures.length, ignored, ...formOf(scheme) };
  if (signatures.length === 0) return fail("format", "malformed-signature", form);
  if (signatures.length > scheme.maxCandidates) return fail("format", "too-many-signatures", form);
  pass("format", form);

  let timestamp = "";
  if (scheme.timestamp) {
    const dated = { ...scheme, timestamp: scheme.timestamp };
    const { toleranceSeconds } = prepared;
    const read = readTimestamp(dated, { ...given, toleranceSeconds });
    const { header, field = "" } = scheme.timestamp;
    const facts = { header, field, text: read.text, toleranceSeconds };
    const aged = read.age === undefined ? facts : { ...facts, ageSeconds: read.age };
    if (read.failed) return fail("timestamp", read.failed, aged);
    pass("timestamp", aged);
    timestamp = read.text;
  }

  const signed = signedBytes(template, { request, place: prepared, id: id ?? "", timestamp });
  if (signed.failed) return fail("signed", signed.failed, { template: scheme.signed });
  const bytes = signed.ways[0]?.reduce((sum, piece) => sum + piece.length, 0) ?? 0;
  pass("signed", { template: scheme.signed, bytes });

  const secret = signerOf(chosen, { ways: signed.ways, signatures });
  if (secret === null) return fail("match", "signature-mismatch", { secrets: usable });
  pass("match", { secrets: usable, secret });
  return { failed: null, secret, stages };
}

function formOf({ prefix, field = "", encoding, algorithm }: HmacScheme) {
  return { prefix, field, encoding, algorithm };
}

/**
 * Which secret signed. All of them are tried with all signatures whatever is found on the way, so that the time says
 * neither which one is right nor how far a wrong one was.
 */
function signerOf(
  { scheme, keys }: PreparedScheme,
  given: { ways: readonly (readonly Uint8Array[])[]; signatures: readonly string[] },
): number | null {
  let signer: number | null = null;
  for (const [index, key] of keys.entries()) {
    if (key === null) continue;
    for (const way of given.ways) {
      const right =
        scheme.algorithm === "ed25519"
          ? isSignedWith(key, { scheme, way, signatures: given.signatures })
          : isExpected(hmacOf({ key, scheme, way }), given.signatures);
      if (right) signer ??= index;
    }
  }
  return signer;
}

/** The signature that belongs to these bytes, as the sender would write it. */
export function hmacOf(given: { key: KeyObject; scheme: HmacScheme; way: readonly Uint8Array[] }): string {
  const hmac = createHmac(given.scheme.algorithm, given.key);
  for (const piece of given.way) hmac.update(piece);
  return hmac.digest(given.scheme.encoding);
}

/** Compared as they are written: what decodes to the same bytes and is spelt differently was not sent by this sender. */
function isExpected(expected: string, signatures: readonly string[]): boolean {
  const wanted = Buffer.from(expected, "latin1");
  let found = false;
  for (const signature of signatures) {
    const given = Buffer.from(signature, "latin1");
    const same = given.length === wanted.length && timingSafeEqual(given, wanted);
    found ||= same;
  }
  return found;
}

function isSignedWith(
  key: KeyObject,
  given: { scheme: HmacScheme; way: readonly Uint8Array[]; signatures: readonly string[] },
): boolean {
  const { scheme, way, signatures } = given;
  const message = Buffer.concat(way);
  return signatures.some((text) => {
    const bytes = decodeStrictly(text, scheme.encoding);
    return bytes?.length === 64 && verifyWithKey(null, message, key, bytes);
  });
}
