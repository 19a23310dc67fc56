import { client } from "../../api/client.ts";
import { useNotifyProblem } from "../../api/use-notify-problem.ts";
import { downloadText } from "../../ui/download-text.ts";

/** Gives out a workflow's draft, or a version, as a YAML file. */
export function useDownloadWorkflow(): (given: { id: string; version?: number }) => Promise<void> {
  const notify = useNotifyProblem();
  return async (given) => {
    try {
      downloadText({ ...(await client.workflowFiles.get(given)), type: "application/yaml" });
    } catch (error) {
      notify(error);
    }
  };
}
