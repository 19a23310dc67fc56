import { and, eq, inArray, isNull, notInArray } from "drizzle-orm";
import { secrets, versionSecrets } from "../schema/secrets.ts";
import type { Writes } from "./sqlite-rows.ts";
import type { DraftInput } from "./store.ts";

/** Stores a draft's new secrets, and notes since when each of the workflow's others is in no document. */
export function writeSecrets(
  to: Writes,
  { id, draft, at }: { id: string; draft: DraftInput; at: number },
): void {
  for (const { nonce, ciphertext, ...secret } of draft.newSecrets) {
    to.insert(secrets)
      .values({ ...secret, nonce: Buffer.from(nonce), ciphertext: Buffer.from(ciphertext) })
      .run();
  }
  const used = [...draft.secretIds];
  const kept = to
    .select({ id: versionSecrets.secretId })
    .from(versionSecrets)
    .where(eq(versionSecrets.workflowId, id));
  to.update(secrets)
    .set({ unusedSince: null })
    .where(and(eq(secrets.workflowId, id), inArray(secrets.id, used)))
    .run();
  to.update(secrets)
    .set({ unusedSince: at })
    .where(
      and(
        eq(secrets.workflowId, id),
        isNull(secrets.unusedSince),
        notInArray(secrets.id, used),
        notInArray(secrets.id, kept),
      ),
    )
    .run();
}
