import { ActionIcon, Group, Select, Tooltip } from "@mantine/core";
import type { Credential } from "@sluice/api/schemas";
import type { Json } from "@sluice/workflow/node-contract";
import { IconPencil, IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../../api/client.ts";
import { CredentialDialog } from "../../credential-form/credential-form.tsx";
import type { ControlProps } from "./control-props.ts";

/** Chooses a credential of this instance, makes one in place, or changes the chosen one. */
export function CredentialControl({
  field,
  value,
  onChange,
  onBlur,
  labelledBy,
  describedBy,
  invalid,
}: ControlProps) {
  const { t } = useTranslation("inspector");
  const { data } = useQuery(api.credentials.list.queryOptions());
  const [editing, setEditing] = useState<Credential | "new" | null>(null);
  const chosen = referenceOf(value);
  const { accepts } = field;
  const fits = ({ id, auth }: Credential) =>
    id === chosen || accepts === undefined || accepts.includes(auth.type);
  const options = (data?.items ?? []).filter(fits).map(({ id, name }) => ({ value: id, label: name }));
  const known = data?.items.find(({ id }) => id === chosen);
  const choose = (id: string | null) => {
    onChange(id === null ? undefined : { credential: id });
    onBlur();
  };
  return (
    <Group gap={6} wrap="nowrap">
      <Select
        flex={1}
        data={
          chosen === undefined || known || data === undefined
            ? options
            : [...options, { value: chosen, label: t("credential.gone") }]
        }
        value={chosen ?? null}
        onChange={choose}
        clearable
        searchable={options.length > 8}
        placeholder={t(options.length === 0 ? "credential.nothing" : "credential.none")}
        nothingFoundMessage={t("credential.nothing")}
        error={invalid}
        aria-labelledby={labelledBy}
        aria-describedby={describedBy}
      />
      {known && (
        <Tooltip label={t("credential.edit")}>
          <ActionIcon aria-label={t("credential.edit")} onClick={() => setEditing(known)}>
            <IconPencil size={16} aria-hidden />
          </ActionIcon>
        </Tooltip>
      )}
      <Tooltip label={t("credential.create")}>
        <ActionIcon aria-label={t("credential.create")} onClick={() => setEditing("new")}>
          <IconPlus size={16} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <CredentialDialog
        credential={editing}
        types={accepts}
        onClose={() => setEditing(null)}
        onSaved={(saved) => saved.id !== chosen && choose(saved.id)}
      />
    </Group>
  );
}

function referenceOf(value: Json | undefined): string | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  return typeof value.credential === "string" && value.credential !== "" ? value.credential : undefined;
}
