import type { KeyObject } from "node:crypto";
import { type Json, type JsonObject, NodeError } from "@sluice/workflow/node-contract";
import { decodeProtectedHeader, errors, jwtVerify, SignJWT } from "jose";
import type { CryptoConfig } from "./run.ts";

/** `iat` and `exp` are counted from the moment the step began, so that trying again makes the same token. */
export async function makeJwt(
  { claims = {}, algorithm, expiresIn, keyId }: CryptoConfig,
  key: KeyObject | Uint8Array,
  now: string,
): Promise<string> {
  if (typeof claims !== "object" || claims === null || Array.isArray(claims))
    throw new NodeError({ code: "jwt-claims", message: "the claims are no object" });
  const at = Math.floor(Date.parse(now) / 1000);
  const jwt = new SignJWT(claims).setProtectedHeader({
    ...{ alg: algorithm, typ: "JWT" },
    ...(keyId === "" ? {} : { kid: keyId }),
  });
  if (!Object.hasOwn(claims, "iat")) jwt.setIssuedAt(at);
  if (expiresIn !== undefined) jwt.setExpirationTime(at + expiresIn);
  try {
    return await jwt.sign(key);
  } catch (error) {
    throw new NodeError({
      code: "key-refused",
      message: `the key cannot sign with ${algorithm}: ${messageOf(error)}`,
    });
  }
}

export async function verifyJwt(
  { token = "", algorithm, issuer, audience }: CryptoConfig,
  key: KeyObject | Uint8Array,
  now: string,
): Promise<{ valid: boolean; reason: string | null; claims: Json; header: Json }> {
  try {
    const { payload, protectedHeader } = await jwtVerify(token.trim(), key, {
      ...{ algorithms: [algorithm], currentDate: new Date(now) },
      ...(issuer === "" ? {} : { issuer }),
      ...(audience === "" ? {} : { audience }),
    });
    return { valid: true, reason: null, claims: payload as JsonObject, header: plain(protectedHeader) };
  } catch (error) {
    if (!(error instanceof errors.JOSEError))
      throw new NodeError({ code: "key-refused", message: `the key cannot verify ${algorithm}` });
    // What it claims is nobody's word: it is not given out.
    return { valid: false, reason: messageOf(error), claims: null, header: headerOf(token) };
  }
}

function headerOf(token: string): Json {
  try {
    return plain(decodeProtectedHeader(token.trim()));
  } catch {
    return null;
  }
}

function plain(value: object): Json {
  return JSON.parse(JSON.stringify(value));
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
