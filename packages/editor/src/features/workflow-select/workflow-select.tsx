import { Anchor, Select } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useWorkflowNames } from "../../api/use-workflow-names.ts";

export interface WorkflowSelectProps {
  /** Id of the chosen workflow, or one of `more`. */
  readonly value: string | null;
  readonly onChange: (id: string | null) => void;
  /** Choices before the workflows: none, the instance's default, … */
  readonly more?: readonly { readonly value: string; readonly label: string }[];
  /** The workflow that cannot be chosen: the open one. */
  readonly except?: string | undefined;
  readonly label?: string;
  readonly description?: string;
  readonly labelledBy?: string | undefined;
  readonly describedBy?: string | undefined;
  readonly invalid?: boolean;
  readonly clearable?: boolean;
  readonly onBlur?: () => void;
}

/** Chooses one of the instance's workflows by its name; one that is gone shows its id. */
export function WorkflowSelect(props: WorkflowSelectProps) {
  const { value, onChange, more = [], except, label, description, labelledBy, describedBy } = props;
  const { t } = useTranslation("inspector");
  const { options } = useWorkflowNames();
  const workflows = options.filter((option) => option.value !== except);
  const known = value === null || [...more, ...workflows].some((option) => option.value === value);
  const chosen = value !== null && workflows.some((option) => option.value === value);
  return (
    <div>
      <Select
        {...(label === undefined ? {} : { label })}
        {...(description === undefined ? {} : { description })}
        aria-labelledby={labelledBy}
        aria-describedby={describedBy}
        aria-invalid={props.invalid}
        searchable
        clearable={props.clearable ?? false}
        allowDeselect={false}
        placeholder={t("workflowSelect.choose")}
        nothingFoundMessage={t("workflowSelect.nothing")}
        data={[
          ...more,
          ...workflows,
          ...(known || value === null ? [] : [{ value, label: t("workflowSelect.gone", { id: value }) }]),
        ]}
        value={value}
        onChange={onChange}
        {...(props.onBlur ? { onBlur: props.onBlur } : {})}
      />
      {chosen && (
        <Anchor
          size="xs"
          renderRoot={(root) => <Link {...root} to="/workflows/$id" params={{ id: value }} />}
        >
          {t("workflowSelect.open")}
        </Anchor>
      )}
    </div>
  );
}
