import { Group } from "@mantine/core";
import { verdicts } from "@sluice/api/schemas";
import { useTranslation } from "react-i18next";
import { useCodeText } from "../../api/problem-text.ts";
import { useWorkflowNames } from "../../api/use-workflow-names.ts";
import { FilterSelect } from "../../ui/filter-select.tsx";
import { MomentField } from "../../ui/moment-field.tsx";
import { SearchField } from "../../ui/search-field.tsx";
import type { DeliverySearch } from "./delivery-search.ts";
import { refusals } from "./refusals.ts";

const statuses = [
  "2xx",
  "3xx",
  "4xx",
  "5xx",
  "200",
  "202",
  "204",
  "400",
  "401",
  "404",
  "413",
  "415",
  "422",
  "429",
  "500",
  "503",
];

export interface DeliveryFiltersProps {
  readonly search: DeliverySearch;
  readonly onChange: (change: DeliverySearch) => void;
}

/** What the list is narrowed by; all of it stands in the address. */
export function DeliveryFilters({ search, onChange }: DeliveryFiltersProps) {
  const { t } = useTranslation("deliveries");
  const names = useWorkflowNames();
  const reasonText = useCodeText();
  return (
    <Group gap="xs" mb="sm" align="end">
      <SearchField label={t("filter.q")} value={search.q} onSearch={(q) => onChange({ q })} />
      <FilterSelect
        label={t("filter.workflow")}
        value={search.workflowId}
        options={names.options}
        onChange={(workflowId) => onChange({ workflowId })}
        width={190}
      />
      <FilterSelect
        label={t("filter.verdict")}
        value={search.verdict}
        options={verdicts.map((value) => ({ value, label: t(`verdict.${value}`) }))}
        onChange={(verdict) => onChange({ verdict })}
        width={140}
      />
      <FilterSelect
        label={t("filter.reason")}
        value={search.reason}
        options={refusals.map((value) => ({ value, label: reasonText(value).title }))}
        onChange={(reason) => onChange({ reason })}
        width={220}
      />
      <FilterSelect
        label={t("filter.status")}
        value={search.status}
        options={statuses.map((value) => ({ value, label: value }))}
        onChange={(status) => onChange({ status })}
        width={150}
      />
      <MomentField label={t("filter.from")} value={search.from} onChange={(from) => onChange({ from })} />
      <MomentField label={t("filter.to")} value={search.to} onChange={(to) => onChange({ to })} />
    </Group>
  );
}
