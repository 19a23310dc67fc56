import { Group } from "@mantine/core";
import type { WorkflowSummary } from "@sluice/api/schemas";
import { useTranslation } from "react-i18next";
import { StatusBadge } from "../../ui/status-badge.tsx";
import { stateOf, toneOfState } from "./workflow-state.ts";

/** The state of a workflow, and whether its draft has moved on since it was published. */
export function WorkflowBadges({ workflow }: { workflow: WorkflowSummary }) {
  const { t } = useTranslation("workflows");
  const state = stateOf(workflow);
  return (
    <Group gap={6} wrap="nowrap">
      <StatusBadge tone={toneOfState[state]}>
        {t(`state.${state}`, { version: workflow.published })}
      </StatusBadge>
      {workflow.published !== null && workflow.changed && (
        <StatusBadge tone="info">{t("state.changed")}</StatusBadge>
      )}
    </Group>
  );
}
