import { Alert, Button, Group, Modal, Stack, TextInput } from "@mantine/core";
import { ProblemError } from "@sluice/api/client";
import { hookAliasSchema } from "@sluice/workflow/document";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { toState } from "../../api/api-gateway.ts";
import { api } from "../../api/client.ts";
import { ProblemAlert } from "../../api/problem-alert.tsx";
import { useOpenDocument, useOpenDocumentStore } from "../../document/open-document-context.ts";

/** Gives the trigger URL a readable name beside its key, or another one. */
export function AliasDialog({ opened, onClose }: { readonly opened: boolean; readonly onClose: () => void }) {
  const { t } = useTranslation("protection");
  const alias = useOpenDocument((state) => state.workflow.alias);
  return (
    <Modal opened={opened} onClose={onClose} title={t(alias === null ? "alias.title" : "alias.change")}>
      <AliasForm onClose={onClose} />
    </Modal>
  );
}

function AliasForm({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation("protection");
  const store = useOpenDocumentStore();
  const { id, alias, hookUrl, hookKey } = useOpenDocument((state) => state.workflow);
  const open = useOpenDocument((state) => state.document.trigger.config.auth === undefined);
  const [text, setText] = useState(alias ?? "");
  const save = useMutation(
    api.workflows.setAlias.mutationOptions({
      onSuccess: (stored) => {
        store.learn(toState(stored));
        onClose();
      },
    }),
  );
  const fits = hookAliasSchema.safeParse(text).success;
  const holder =
    save.error instanceof ProblemError && save.error.problem.code === "alias-taken"
      ? (save.error.problem.workflow as { name?: string } | undefined)?.name
      : undefined;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (fits) save.mutate({ id, alias: text });
      }}
    >
      <Stack gap="md">
        {holder === undefined && <ProblemAlert error={save.error} />}
        <TextInput
          label={t("alias.label")}
          description={t("alias.help")}
          value={text}
          maxLength={64}
          autoComplete="off"
          spellCheck={false}
          data-autofocus
          error={
            holder !== undefined
              ? t("alias.taken", { name: holder })
              : text !== "" && !fits
                ? t("alias.wrong")
                : undefined
          }
          onChange={(event) => {
            setText(event.currentTarget.value);
            save.reset();
          }}
        />
        {fits && <code className="sluice-mono">{hookUrl.replace(hookKey, text)}</code>}
        {open && (
          <Alert color="yellow" variant="light" icon={<IconAlertTriangle size={18} />}>
            {t("alias.open")}
          </Alert>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t("cancel")}
          </Button>
          <Button type="submit" disabled={!fits} loading={save.isPending}>
            {t("alias.save")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
