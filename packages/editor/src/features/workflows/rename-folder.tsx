import { Button, Group, Modal, Stack, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { ProblemAlert } from "../../api/problem-alert.tsx";
import { tidyPath } from "./folder-path.ts";

export interface RenameFolderProps {
  readonly folder: string;
  readonly onClose: () => void;
  /** With its new path; empty: it is no more. */
  readonly onMoved: (folder: string) => void;
}

/** Gives a folder another name or place, with everything in it. */
export function RenameFolder({ folder, onClose, onMoved }: RenameFolderProps) {
  const { t } = useTranslation("files");
  const queryClient = useQueryClient();
  const [to, setTo] = useState(folder);
  const move = useMutation(
    api.workflows.moveFolder.mutationOptions({
      onSuccess: (_, moved) => {
        void queryClient.invalidateQueries({ queryKey: api.workflows.key() });
        onMoved(moved.to);
      },
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    move.mutate({ from: folder, to: tidyPath(to) });
  };
  return (
    <Modal opened onClose={onClose} title={t("rename.title", { folder })}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <ProblemAlert error={move.error} />
          <TextInput
            label={t("rename.to")}
            description={t("rename.hint")}
            maxLength={400}
            data-autofocus
            value={to}
            onChange={(event) => setTo(event.currentTarget.value)}
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t("cancel")}
            </Button>
            <Button type="submit" loading={move.isPending} disabled={tidyPath(to) === folder}>
              {t("rename.submit")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
