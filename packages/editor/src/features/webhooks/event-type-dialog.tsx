import { Button, Group, Modal, Select, Stack, Textarea, TextInput } from "@mantine/core";
import type { CatalogueEvent } from "@sluice/api/schemas";
import { schemaFromExample } from "@sluice/workflow/json-schema";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { flushSync } from "react-dom";
import { useTranslation } from "react-i18next";
import { api, client } from "../../api/client.ts";
import { ProblemAlert } from "../../api/problem-alert.tsx";
import { focusWrongField } from "../../ui/wrong-field.ts";
import {
  descriptionOf,
  draftOfType,
  type EventTypeDraft,
  newType,
  readSchema,
  readText,
} from "./event-type-draft.ts";
import { useSchemaVerdict } from "./use-schema-verdict.ts";

export interface EventTypeDialogProps {
  readonly opened: boolean;
  /** Undefined: a new one is described. */
  readonly stored: CatalogueEvent | undefined;
  readonly onClose: () => void;
}

/** Describes a type of event: what it means, what its data looks like, and what becomes of data that does not. */
export function EventTypeDialog({ opened, stored, onClose }: EventTypeDialogProps) {
  const { t } = useTranslation("webhooks");
  return (
    <Modal opened={opened} onClose={onClose} title={t(stored ? "types.edit" : "types.new")} size="xl">
      {opened && <EventTypeForm stored={stored} onClose={onClose} />}
    </Modal>
  );
}

function EventTypeForm({ stored, onClose }: Omit<EventTypeDialogProps, "opened">) {
  const { t } = useTranslation("webhooks");
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const [draft, setDraft] = useState<EventTypeDraft>(stored ? draftOfType(stored) : newType);
  const change = (part: Partial<EventTypeDraft>) => setDraft((before) => ({ ...before, ...part }));
  const [schema, example] = [readSchema(draft.schema), readText(draft.example)];
  const { unusable, differs } = useSchemaVerdict(draft);
  const given = unusable === null && differs === null ? descriptionOf(draft) : undefined;
  const [tried, setTried] = useState(false);
  const save = useMutation({
    mutationFn: async (description: NonNullable<typeof given>) => client.webhooks.describeEvent(description),
    onSuccess: async ({ type }) => {
      await queryClient.invalidateQueries({ queryKey: api.webhooks.key() });
      onClose();
      if (!stored) await navigate({ to: "/webhooks/event", search: { type } });
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (given) return save.mutate(given);
    flushSync(() => setTried(true));
    focusWrongField(event.currentTarget);
  };
  const json = { autosize: true, minRows: 5, maxRows: 14, spellCheck: false } as const;
  return (
    <form onSubmit={submit} autoComplete="off">
      <Stack gap="md">
        <ProblemAlert error={save.error} />
        <TextInput
          label={t("types.type")}
          description={t("types.typeHint")}
          placeholder={t("types.typePlaceholder")}
          spellCheck={false}
          disabled={stored !== undefined}
          data-autofocus
          data-field="type"
          error={tried && draft.type.trim() === "" ? t("faults.noType") : null}
          value={draft.type}
          onChange={(event) => change({ type: event.currentTarget.value })}
        />
        <Textarea
          label={t("types.description")}
          description={t("types.descriptionHint")}
          autosize
          maxRows={5}
          maxLength={2000}
          value={draft.description}
          onChange={(event) => change({ description: event.currentTarget.value })}
        />
        <Textarea
          {...json}
          classNames={{ input: "sluice-mono" }}
          label={t("types.example")}
          data-field="example"
          placeholder={'{ "order": 1042 }'}
          error={example.ok ? differs : t("types.noJson", { line: example.line })}
          value={draft.example}
          onChange={(event) => change({ example: event.currentTarget.value })}
        />
        <Textarea
          {...json}
          classNames={{ input: "sluice-mono" }}
          label={t("types.jsonSchema")}
          data-field="schema"
          description={t("types.schemaHint")}
          error={
            schema.ok
              ? unusable
              : schema.line === null
                ? t("types.noObject")
                : t("types.noJson", { line: schema.line })
          }
          value={draft.schema}
          onChange={(event) => change({ schema: event.currentTarget.value })}
        />
        <Group>
          <Button
            size="compact-sm"
            variant="default"
            disabled={!example.ok || example.value === null}
            onClick={() =>
              example.ok && change({ schema: JSON.stringify(schemaFromExample(example.value), null, 2) })
            }
          >
            {t("types.fromExample")}
          </Button>
        </Group>
        <Select
          label={t("types.onMismatch")}
          allowDeselect={false}
          disabled={draft.schema.trim() === ""}
          data={(["take", "refuse"] as const).map((value) => ({
            value,
            label: t(`types.mismatch.${value}`),
          }))}
          value={draft.onMismatch}
          onChange={(value) => change({ onMismatch: value === "refuse" ? "refuse" : "take" })}
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t("cancel")}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {t("save")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
