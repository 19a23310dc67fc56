import { Group, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconUser } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { FilterSelect } from "../../ui/filter-select.tsx";
import { MomentField } from "../../ui/moment-field.tsx";
import type { AuditSearch } from "./audit-search.ts";

/** Acts that begin alike, by the noun that the address has. */
const groups = [
  ...(["session", "workflows", "credentials", "tokens", "users", "webhooks"] as const),
  ...(["executions", "deliveries", "approvals", "connectors", "alerts"] as const),
  ...(["invitations", "settings", "vault"] as const),
];

export interface AuditFiltersProps {
  readonly search: AuditSearch;
  readonly onChange: (change: AuditSearch) => void;
}

/** What the list is narrowed by; all of it stands in the address. */
export function AuditFilters({ search, onChange }: AuditFiltersProps) {
  const { t } = useTranslation("audit");
  const [actor, setActor] = useState(search.actor ?? "");
  const find = useDebouncedCallback((text: string) => onChange({ actor: text.trim() || undefined }), 300);
  return (
    <Group gap="xs" mb="sm" align="end">
      <TextInput
        aria-label={t("filter.actor")}
        placeholder={t("filter.actor")}
        leftSection={<IconUser size={16} aria-hidden />}
        w={240}
        value={actor}
        onChange={(event) => {
          setActor(event.currentTarget.value);
          find(event.currentTarget.value);
        }}
      />
      <FilterSelect
        label={t("filter.act")}
        value={search.act}
        options={groups.map((group) => ({ value: `${group}.*`, label: t(`groups.${group}`) }))}
        onChange={(act) => onChange({ act })}
        width={200}
      />
      <FilterSelect
        label={t("filter.outcome")}
        value={search.outcome}
        options={(["ok", "failed"] as const).map((value) => ({ value, label: t(`outcome.${value}`) }))}
        onChange={(outcome) => onChange({ outcome })}
        width={180}
      />
      <MomentField label={t("filter.from")} value={search.from} onChange={(from) => onChange({ from })} />
      <MomentField label={t("filter.to")} value={search.to} onChange={(to) => onChange({ to })} />
    </Group>
  );
}
