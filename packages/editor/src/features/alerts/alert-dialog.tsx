import { Button, Group, Modal, Select, Stack, Switch, TagsInput, TextInput } from "@mantine/core";
import type { Alert } from "@sluice/api/schemas";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, client } from "../../api/client.ts";
import { ProblemAlert } from "../../api/problem-alert.tsx";
import {
  type AlertDraft,
  alertKinds,
  alertOf,
  conditionOf,
  draftOfAlert,
  newAlertDraft,
} from "./alert-draft.ts";
import { AlertPreview } from "./alert-preview.tsx";
import { ConditionFields } from "./condition-fields.tsx";

export interface AlertDialogProps {
  readonly opened: boolean;
  /** Undefined: a new one is made. */
  readonly stored: Alert | undefined;
  readonly onClose: () => void;
}

/** Writes a rule in plain words, and shows what it would find now. */
export function AlertDialog({ opened, stored, onClose }: AlertDialogProps) {
  const { t } = useTranslation("alerts");
  return (
    <Modal opened={opened} onClose={onClose} title={t(stored ? "edit" : "new")} size="lg">
      {opened && <AlertForm stored={stored} onClose={onClose} />}
    </Modal>
  );
}

function AlertForm({ stored, onClose }: Omit<AlertDialogProps, "opened">) {
  const { t, i18n } = useTranslation("alerts");
  const queryClient = useQueryClient();
  const [draft, setDraft] = useState<AlertDraft>(() =>
    stored ? draftOfAlert(stored) : newAlertDraft(i18n.language === "fr" ? "fr" : "en"),
  );
  const change = (part: Partial<AlertDraft>) => setDraft((before) => ({ ...before, ...part }));
  const wanted = alertOf(draft);
  const save = useMutation({
    mutationFn: async () => {
      if (wanted === undefined) return;
      await (stored ? client.alerts.save({ ...wanted, id: stored.id }) : client.alerts.create(wanted));
    },
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: api.alerts.key() });
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <form onSubmit={submit} autoComplete="off">
      <Stack gap="md">
        <ProblemAlert error={save.error} />
        <Select
          label={t("kind")}
          description={t(`kindHints.${draft.kind}`)}
          allowDeselect={false}
          data-autofocus
          data={alertKinds.map((value) => ({ value, label: t(`kinds.${value}`) }))}
          value={draft.kind}
          onChange={(value) => change({ kind: alertKinds.find((kind) => kind === value) ?? draft.kind })}
        />
        <ConditionFields draft={draft} onChange={change} />
        <AlertPreview condition={conditionOf(draft)} />
        <TextInput
          label={t("name")}
          description={t("nameHint")}
          maxLength={200}
          data-field="name"
          value={draft.name}
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
        <TagsInput
          label={t("recipients")}
          description={t("recipientsHint")}
          splitChars={[",", " ", ";"]}
          acceptValueOnBlur
          maxTags={20}
          data-field="recipients"
          value={[...draft.recipients]}
          onChange={(recipients) => change({ recipients })}
        />
        <Group grow align="end">
          <RepeatField value={draft.repeatMinutes} onChange={(repeatMinutes) => change({ repeatMinutes })} />
          <Select
            label={t("language")}
            allowDeselect={false}
            data={(["en", "fr"] as const).map((value) => ({ value, label: t(`languages.${value}`) }))}
            value={draft.language}
            onChange={(value) => change({ language: value === "fr" ? "fr" : "en" })}
          />
        </Group>
        <Switch
          label={t("enabled")}
          checked={draft.enabled}
          onChange={(event) => change({ enabled: event.currentTarget.checked })}
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t("cancel")}
          </Button>
          <Button type="submit" loading={save.isPending} disabled={wanted === undefined}>
            {t(stored ? "save" : "create")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

const never = "never";
const usual = { hour: 60, day: 1440 } as const;

function RepeatField({
  value,
  onChange,
}: {
  value: number | null;
  onChange: (value: number | null) => void;
}) {
  const { t } = useTranslation("alerts");
  const own = value !== null && value !== usual.hour && value !== usual.day;
  return (
    <Select
      label={t("repeat")}
      allowDeselect={false}
      data={[
        { value: never, label: t("repeats.never") },
        { value: String(usual.hour), label: t("repeats.hour") },
        { value: String(usual.day), label: t("repeats.day") },
        ...(own ? [{ value: String(value), label: t("repeats.custom", { minutes: value }) }] : []),
      ]}
      value={value === null ? never : String(value)}
      onChange={(chosen) => onChange(chosen === null || chosen === never ? null : Number(chosen))}
    />
  );
}
