import { createHash, createHmac, randomBytes } from "node:crypto";

/** 256 random bits as 43 URL-safe characters. */
export function randomToken(): string {
  return randomBytes(32).toString("base64url");
}

/** How a token is kept: hexadecimal SHA-256. A token of 256 random bits needs no slow hash. */
export function tokenHash(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

/** What a session's calls send back in `x-sluice-csrf`. It follows from the session's token and does not tell it. */
export function csrfOf(sessionToken: string): string {
  return createHmac("sha256", sessionToken).update("sluice csrf").digest("base64url");
}
