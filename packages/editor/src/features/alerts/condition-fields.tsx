import { Group, NumberInput, Select } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useWorkflowNames } from "../../api/use-workflow-names.ts";
import type { AlertDraft } from "./alert-draft.ts";

export interface ConditionFieldsProps {
  readonly draft: AlertDraft;
  readonly onChange: (part: Partial<AlertDraft>) => void;
}

/** What the chosen kind needs to know. */
export function ConditionFields({ draft, onChange }: ConditionFieldsProps) {
  const { t } = useTranslation("alerts");
  const number = (
    field: "percent" | "refusedPercent" | "minutes" | "atLeast" | "seconds" | "quietFor" | "count" | "below",
    given: { label: string; max: number; description?: string; decimal?: boolean },
  ) => (
    <NumberInput
      label={given.label}
      {...(given.description === undefined ? {} : { description: given.description })}
      min={given.decimal ? 0 : 1}
      max={given.max}
      allowDecimal={given.decimal ?? false}
      flex={1}
      value={draft[field] ?? ""}
      onChange={(value) => onChange({ [field]: typeof value === "number" ? value : null })}
    />
  );
  switch (draft.kind) {
    case "failure-rate":
      return (
        <>
          <WorkflowField draft={draft} onChange={onChange} all />
          <Group gap="sm" align="end" wrap="wrap">
            {number("percent", { label: t("percent"), max: 100, decimal: true })}
            {number("minutes", { label: t("minutes"), max: 1440 })}
            {number("atLeast", { label: t("atLeast"), max: 10_000 })}
          </Group>
        </>
      );
    case "refusals":
      return (
        <>
          <WorkflowField draft={draft} onChange={onChange} all />
          <Group gap="sm" align="end" wrap="wrap">
            {number("atLeast", { label: t("refusedAtLeast"), max: 200 })}
            {number("minutes", { label: t("minutes"), max: 1440 })}
          </Group>
          {number("refusedPercent", {
            ...{ label: t("refusedPercent"), description: t("refusedPercentHint"), max: 100, decimal: true },
          })}
        </>
      );
    case "no-delivery":
      return (
        <>
          <WorkflowField draft={draft} onChange={onChange} all={false} />
          <Group gap="sm" align="end">
            {number("quietFor", { label: t("quietFor"), max: draft.quietUnit === "hours" ? 720 : 43_200 })}
            <Select
              label={t("unit")}
              allowDeselect={false}
              flex={1}
              data={(["minutes", "hours"] as const).map((value) => ({ value, label: t(`units.${value}`) }))}
              value={draft.quietUnit}
              onChange={(value) => onChange({ quietUnit: value === "minutes" ? "minutes" : "hours" })}
            />
          </Group>
        </>
      );
    case "queue-age":
      return number("seconds", { label: t("seconds"), max: 86_400 });
    case "waiting-at-limit":
      return number("count", { label: t("count"), max: 10_000 });
    case "disk":
      return (
        <Group gap="sm" align="end">
          {number("below", { label: t("below"), max: 100_000_000, decimal: true })}
          <Select
            label={t("unit")}
            allowDeselect={false}
            flex={1}
            data={(["percent", "megabytes"] as const).map((value) => ({ value, label: t(`units.${value}`) }))}
            value={draft.unit}
            onChange={(value) => onChange({ unit: value === "megabytes" ? "megabytes" : "percent" })}
          />
        </Group>
      );
    case "subscription-disabled":
      return null;
  }
}

const every = "*";

function WorkflowField({ draft, onChange, all }: ConditionFieldsProps & { readonly all: boolean }) {
  const { t } = useTranslation("alerts");
  const { options } = useWorkflowNames();
  return (
    <Select
      label={t("workflow")}
      searchable
      allowDeselect={false}
      data={[...(all ? [{ value: every, label: t("allWorkflows") }] : []), ...options]}
      value={draft.workflowId ?? (all ? every : null)}
      onChange={(value) => onChange({ workflowId: value === every ? null : value })}
    />
  );
}
