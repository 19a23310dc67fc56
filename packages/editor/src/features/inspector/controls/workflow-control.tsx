import { useOpenDocument } from "../../../document/open-document-context.ts";
import { WorkflowSelect } from "../../workflow-select/workflow-select.tsx";
import type { ControlProps } from "./control-props.ts";

/** One of the instance's workflows; the field holds its id. */
export function WorkflowControl({ value, labelledBy, describedBy, invalid, onChange, onBlur }: ControlProps) {
  const own = useOpenDocument((state) => state.workflow.id);
  return (
    <WorkflowSelect
      value={typeof value === "string" && value !== "" ? value : null}
      except={own}
      clearable
      labelledBy={labelledBy}
      describedBy={describedBy}
      invalid={invalid}
      onChange={(id) => onChange(id ?? undefined)}
      onBlur={onBlur}
    />
  );
}
