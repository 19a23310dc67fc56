import { type Json, NodeError } from "@sluice/workflow/node-contract";

/** Stands for a memo that held a secret value: those are never written down, so the journal does not have it whole. */
export const lostMemo: Json = Object.freeze({ lost: true });

/** Throws for a step that would go on with what it does not know any more. */
export function insistOnMemo(memo: Json): void {
  if (memo !== lostMemo) return;
  throw new NodeError({
    code: "answer-not-kept",
    message:
      "the first answer held a secret of this workflow, which is never written down: the step cannot go on with it after it has left memory",
  });
}
