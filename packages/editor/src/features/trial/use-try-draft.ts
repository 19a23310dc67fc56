import type { Trial, TrialSource } from "@sluice/api/schemas";
import { useCallback } from "react";
import { client } from "../../api/client.ts";
import { useOpenWorkflow } from "../../document/open-document-context.ts";
import { savedDraft } from "../../document/saved-draft.ts";
import { useTrial } from "./use-trial.ts";

export interface DraftAttempt {
  readonly source: TrialSource;
  /** Execution whose recorded outputs stand in; null: the last ones. */
  readonly outputsOf: string | null;
}

/** Saves the draft and tries all of it without calling anything outside. What came of it is shown on the canvas, too. */
export function useTryDraft(): (attempt: DraftAttempt) => Promise<Trial> {
  const open = useOpenWorkflow();
  return useCallback(
    async ({ source, outputsOf }) => {
      const id = await savedDraft(open);
      const trial = await client.trials.run({ id, source, ...(outputsOf === null ? {} : { outputsOf }) });
      useTrial.getState().end({ trial });
      return trial;
    },
    [open],
  );
}
