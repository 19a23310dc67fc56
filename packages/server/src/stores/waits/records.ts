import type { StoredWait } from "./store.ts";

/** States of approvals that nobody has to decide any more. */
export const ended: StoredWait["state"][] = ["resolved", "done", "expired", "closed"];

/** A row as every database gives it back. */
export function toStored({
  result,
  ...row
}: Omit<StoredWait, "result"> & { readonly result: string | null }): StoredWait {
  return { ...row, result: result === null ? null : (JSON.parse(result) as StoredWait["result"]) };
}
