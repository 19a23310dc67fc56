import type { Workflow } from "@sluice/api/schemas";
import { toStored } from "../../api/api-gateway.ts";
import { useNotifyProblem } from "../../api/use-notify-problem.ts";
import type { StepLabel } from "../../document/history.ts";
import { useOpenWorkflow } from "../../document/open-document-context.ts";

/** Makes the draft what it was; undo takes that back. Edits that are not saved yet are saved first. */
export function useRestore(onRestored: () => void) {
  const { store, autosave } = useOpenWorkflow();
  const notify = useNotifyProblem();
  return async (call: (given: { id: string; revision: number }) => Promise<Workflow>, label: StepLabel) => {
    try {
      await autosave.flush();
      const { workflow, revision } = store.getState();
      store.takeOver(toStored(await call({ id: workflow.id, revision })), label);
      store.setState({ changedElsewhere: null });
      onRestored();
    } catch (error) {
      notify(error);
    }
  };
}
