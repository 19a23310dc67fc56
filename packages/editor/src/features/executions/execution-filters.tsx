import { Group } from "@mantine/core";
import { executionStatuses, startedBys } from "@sluice/api/schemas";
import { useTranslation } from "react-i18next";
import { useWorkflowNames } from "../../api/use-workflow-names.ts";
import { FilterSelect } from "../../ui/filter-select.tsx";
import { MomentField } from "../../ui/moment-field.tsx";
import { SearchField } from "../../ui/search-field.tsx";
import type { ExecutionSearch } from "./execution-search.ts";

export interface ExecutionFiltersProps {
  readonly search: ExecutionSearch;
  readonly onChange: (change: ExecutionSearch) => void;
}

/** What the list is narrowed by; all of it stands in the address. */
export function ExecutionFilters({ search, onChange }: ExecutionFiltersProps) {
  const { t } = useTranslation("executions");
  const names = useWorkflowNames();
  return (
    <Group gap="xs" mb="md" align="end">
      <SearchField label={t("filter.q")} value={search.q} onSearch={(q) => onChange({ q })} width={270} />
      <FilterSelect
        label={t("filter.workflow")}
        value={search.workflowId}
        options={names.options}
        onChange={(workflowId) => onChange({ workflowId })}
        width={180}
      />
      <FilterSelect
        label={t("filter.status")}
        value={search.status}
        options={executionStatuses.map((value) => ({ value, label: t(`status.${value}`) }))}
        onChange={(status) => onChange({ status })}
        width={140}
      />
      <FilterSelect
        label={t("filter.startedBy")}
        value={search.startedBy}
        options={startedBys.map((value) => ({ value, label: t(`startedBy.${value}`) }))}
        onChange={(startedBy) => onChange({ startedBy })}
        width={160}
      />
      <MomentField label={t("filter.from")} value={search.from} onChange={(from) => onChange({ from })} />
      <MomentField label={t("filter.to")} value={search.to} onChange={(to) => onChange({ to })} />
    </Group>
  );
}
