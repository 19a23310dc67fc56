import { createHmac, createSecretKey, hkdfSync, timingSafeEqual } from "node:crypto";

/** How long a status URL answers, from when the request was received, in milliseconds. */
export const statusUrlLifeMs = 7 * 24 * 60 * 60 * 1000;

export interface StatusPlace {
  /** The path that the request came to: `/hooks/{key}`, with or without a query. */
  readonly hookPath: string;
  readonly executionId: string;
  /** When the request was received, in milliseconds since 1970. */
  readonly at: number;
}

/** Signs the URLs at which senders ask what has become of their request; the same request always has the same one. */
export interface StatusSigner {
  /** `/hooks/{key}/executions/{id}?token=…` */
  pathOf(place: StatusPlace): string;
  /** When a token ends, in milliseconds since 1970; undefined: it is not one of this execution. It may have ended. */
  expiryOf(given: { readonly executionId: string; readonly token: string }): number | undefined;
}

/** The signer of a master key (HKDF-SHA-256, a purpose of its own; HMAC-SHA-256, 192 bits of it in base64url). */
export function createStatusSigner(masterKey: string): StatusSigner {
  // A key object: bytes are made into one for each signature, and one is made for each delivery (20 % of the door's time).
  const key = createSecretKey(Buffer.from(hkdfSync("sha256", masterKey, "sluice", "status urls v1", 32)));
  const tokenOf = (executionId: string, expiresAt: number) => {
    const end = Math.floor(expiresAt / 1000).toString(36);
    const signature = createHmac("sha256", key)
      .update(JSON.stringify([executionId, end]))
      .digest()
      .subarray(0, 24);
    return `${end}.${signature.toString("base64url")}`;
  };
  return {
    pathOf({ hookPath, executionId, at }) {
      const [path = ""] = hookPath.split("?");
      return `${path}/executions/${executionId}?token=${tokenOf(executionId, at + statusUrlLifeMs)}`;
    },

    expiryOf({ executionId, token }) {
      const [end = ""] = token.split(".");
      if (!/^[0-9a-z]{1,9}$/.test(end) || !/^exe_[0-9A-Z]{26}$/.test(executionId)) return undefined;
      const expiresAt = Number.parseInt(end, 36) * 1000;
      // The texts are compared, not what they decode to: the decoder drops what it does not know.
      const given = Buffer.from(token);
      const wanted = Buffer.from(tokenOf(executionId, expiresAt));
      return given.length === wanted.length && timingSafeEqual(given, wanted) ? expiresAt : undefined;
    },
  };
}
