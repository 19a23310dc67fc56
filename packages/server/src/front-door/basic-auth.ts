import { createHash, timingSafeEqual } from "node:crypto";
import type { AuthMethod } from "@sluice/workflow/document";
import type { SecretReader } from "../secrets/secret-reader.ts";

/** Whether an `Authorization` header opens the door. */
export type BasicCheck = (authorization: string | undefined) => boolean;

/** What a 401 asks for (RFC 7617: the charset tells the sender to encode in UTF-8). */
export const basicChallenge = 'Basic realm="Sluice", charset="UTF-8"';

/** Where the vault keeps the trigger's passwords. */
const passwordField = "auth.any.*.password";

/**
 * Reads the passwords of all pairs, once per version. Null: there are none, anyone may call. A pair whose secret is
 * missing (a copy, a restored database without its key) opens nothing, and never counts as "no authentication".
 */
export async function compileBasic(
  methods: readonly AuthMethod[],
  { workflowId, secrets }: { workflowId: string; secrets: SecretReader },
): Promise<BasicCheck | null> {
  if (methods.length === 0) return null;
  const pairs = methods.filter((method) => method.type === "basic");
  const owner = { workflowId, node: "trigger", field: passwordField };
  const digests: Buffer[] = [];
  for (const { username, password } of pairs) {
    const id = "secret" in password && typeof password.secret === "string" ? password.secret : undefined;
    const plain = id === undefined ? undefined : await secrets.reveal({ id, owner });
    if (plain !== undefined) digests.push(digestOf(Buffer.from(`${username}:${plain}`)));
  }
  return (authorization) => {
    const given = credentialsOf(authorization);
    const digest = digestOf(given ?? Buffer.alloc(0));
    // All pairs are compared, over digests of one length: neither the time nor the number tells which part was wrong.
    let passes = false;
    for (const known of digests) {
      const same = timingSafeEqual(known, digest);
      passes ||= same;
    }
    return passes && given !== undefined;
  };
}

/** `user:password` of the header, its bytes as sent; undefined when it is not Basic or not base64. */
function credentialsOf(authorization: string | undefined): Buffer | undefined {
  const token = /^basic +([A-Za-z0-9+/]+={0,2})$/i.exec(authorization ?? "")?.[1];
  if (token === undefined) return undefined;
  const bytes = Buffer.from(token, "base64");
  // Buffer ignores what is no base64: only what comes back the same was all of it.
  return bytes.toString("base64").replace(/=+$/, "") === token.replace(/=+$/, "") ? bytes : undefined;
}

function digestOf(bytes: Buffer): Buffer {
  return createHash("sha256").update(bytes).digest();
}
