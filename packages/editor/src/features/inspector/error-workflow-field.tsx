import { useTranslation } from "react-i18next";
import { useOpenDocument } from "../../document/open-document-context.ts";
import { WorkflowSelect } from "../workflow-select/workflow-select.tsx";

/** Choices that are no workflow: ids begin with `wf_`. */
const instance = "instance";
const none = "none";

export interface ErrorWorkflowFieldProps {
  /** Undefined: the instance's; null: none. */
  readonly value: string | null | undefined;
  readonly onChange: (value: string | null | undefined) => void;
}

/** Which workflow is started when an execution of this one fails. */
export function ErrorWorkflowField({ value, onChange }: ErrorWorkflowFieldProps) {
  const { t } = useTranslation("inspector");
  const own = useOpenDocument((state) => state.workflow.id);
  return (
    <WorkflowSelect
      label={t("errorWorkflow.label")}
      description={t("errorWorkflow.help")}
      except={own}
      more={[
        { value: instance, label: t("errorWorkflow.instance") },
        { value: none, label: t("errorWorkflow.none") },
      ]}
      value={value === undefined ? instance : (value ?? none)}
      onChange={(id) => onChange(id === instance || id === null ? undefined : id === none ? null : id)}
    />
  );
}
