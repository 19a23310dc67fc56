import { and, eq, inArray, isNull, notInArray } from "drizzle-orm";
import type { Connection } from "../database/postgres/transaction.ts";
import { secrets, versionSecrets } from "../schema/postgres/secrets.ts";
import type { DraftInput } from "./store.ts";

/** Stores a draft's new secrets, and notes since when each of the workflow's others is in no document. */
export async function writeSecrets(
  to: Connection,
  { id, draft, at }: { id: string; draft: DraftInput; at: number },
): Promise<void> {
  for (const { nonce, ciphertext, ...secret } of draft.newSecrets) {
    await to
      .insert(secrets)
      .values({ ...secret, nonce: Buffer.from(nonce), ciphertext: Buffer.from(ciphertext) });
  }
  const used = [...draft.secretIds];
  const kept = to
    .select({ id: versionSecrets.secretId })
    .from(versionSecrets)
    .where(eq(versionSecrets.workflowId, id));
  await to
    .update(secrets)
    .set({ unusedSince: null })
    .where(and(eq(secrets.workflowId, id), inArray(secrets.id, used)));
  await to
    .update(secrets)
    .set({ unusedSince: at })
    .where(
      and(
        eq(secrets.workflowId, id),
        isNull(secrets.unusedSince),
        notInArray(secrets.id, used),
        notInArray(secrets.id, kept),
      ),
    );
}
