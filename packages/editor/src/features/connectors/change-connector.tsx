import { Button, Group, Modal, Stack, TextInput } from "@mantine/core";
import type { Connector } from "@sluice/api/schemas";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { ProblemAlert } from "../../api/problem-alert.tsx";

export interface ChangeConnectorProps {
  readonly connector: Connector | null;
  readonly onClose: () => void;
}

/** Another name, or another base URL for the nodes that are made from now on. */
export function ChangeConnector({ connector, onClose }: ChangeConnectorProps) {
  const { t } = useTranslation("connectors");
  return (
    <Modal
      opened={connector !== null}
      onClose={onClose}
      title={t("change.title", { name: connector?.name ?? "" })}
    >
      {connector !== null && <ChangeForm connector={connector} onClose={onClose} />}
    </Modal>
  );
}

function ChangeForm({ connector, onClose }: { readonly connector: Connector; readonly onClose: () => void }) {
  const { t } = useTranslation("connectors");
  const queryClient = useQueryClient();
  const [name, setName] = useState(connector.name);
  const [baseUrl, setBaseUrl] = useState(connector.baseUrl);
  const change = useMutation(
    api.connectors.change.mutationOptions({
      onSuccess: onClose,
      onSettled: () => queryClient.invalidateQueries({ queryKey: api.connectors.key() }),
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate({ id: connector.id, name: name.trim(), baseUrl: baseUrl.trim() });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <ProblemAlert error={change.error} />
        <TextInput
          label={t("name")}
          value={name}
          maxLength={100}
          data-autofocus
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label={t("baseUrl")}
          description={t("baseUrlHint")}
          value={baseUrl}
          spellCheck={false}
          onChange={(event) => setBaseUrl(event.currentTarget.value)}
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t("cancel")}
          </Button>
          <Button
            type="submit"
            loading={change.isPending}
            disabled={name.trim() === "" || baseUrl.trim() === ""}
          >
            {t("change.save")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
