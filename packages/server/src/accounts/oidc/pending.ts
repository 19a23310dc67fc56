import { hkdfSync } from "node:crypto";
import { EncryptJWT, jwtDecrypt } from "jose";
import { z } from "zod";
import type { OidcChecks } from "./provider.ts";

/** How long somebody may take at the provider. */
export const pendingSeconds = 10 * 60;

const pendingSchema = z.object({
  state: z.string(),
  nonce: z.string(),
  codeVerifier: z.string(),
  /** Where to go when it is done: a path of the editor. */
  back: z.string().optional(),
});
export type Pending = OidcChecks & { readonly back?: string | undefined };

/** A sign-in that is under way, sealed for the browser to keep: any process can go on with it, and nobody can make one up. */
export function createPendingSeal(masterKey: string) {
  const key = new Uint8Array(hkdfSync("sha256", masterKey, "sluice", "oidc sign-in v1", 32));
  return {
    seal: (pending: Pending): Promise<string> =>
      new EncryptJWT({ ...pending })
        .setProtectedHeader({ alg: "dir", enc: "A256GCM" })
        .setExpirationTime(`${pendingSeconds} seconds`)
        .encrypt(key),
    /** Undefined: it is not ours, or its time is over. */
    async open(text: string): Promise<Pending | undefined> {
      try {
        const { payload } = await jwtDecrypt(text, key, { contentEncryptionAlgorithms: ["A256GCM"] });
        return pendingSchema.parse(payload);
      } catch {
        return undefined;
      }
    },
  };
}
export type PendingSeal = ReturnType<typeof createPendingSeal>;
