import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import type { ReadFileResult } from "@sluice/api/schemas";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, client } from "../../api/client.ts";
import { ProblemAlert } from "../../api/problem-alert.tsx";
import { FileOrText } from "../../ui/file-or-text.tsx";
import { ImportPreview } from "./import-preview.tsx";

export interface ImportWorkflowProps {
  readonly onClose: () => void;
  /** The text of a file that was dropped; null: whoever opens it chooses or pastes one. */
  readonly dropped: string | null;
}

/** Reads a file of Sluice or n8n, shows what becomes of it, and makes a workflow of it. */
export function ImportWorkflow({ onClose, dropped }: ImportWorkflowProps) {
  const { t } = useTranslation("files");
  return (
    <Modal opened onClose={onClose} title={t("import.title")} size="lg">
      <ImportForm onClose={onClose} dropped={dropped} />
    </Modal>
  );
}

function ImportForm({ onClose, dropped }: ImportWorkflowProps) {
  const { t } = useTranslation("files");
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const [text, setText] = useState(dropped ?? "");
  const read = useMutation(api.workflowFiles.read.mutationOptions());
  const create = useMutation({
    mutationFn: async ({ document, folder, tags }: ReadFileResult) => {
      const workflow = await client.workflows.create({ document });
      if (folder || (tags && tags.length > 0)) {
        await client.workflows.place({ id: workflow.id, folder: folder ?? "", tags: tags ?? [] });
      }
      return workflow;
    },
    onSuccess: async ({ id }) => {
      void queryClient.invalidateQueries({ queryKey: api.workflows.key() });
      onClose();
      await navigate({ to: "/workflows/$id", params: { id } });
    },
  });
  const { mutate } = read;
  useEffect(() => {
    if (dropped !== null && dropped.trim() !== "") mutate({ text: dropped });
  }, [dropped, mutate]);
  const take = (content: string) => {
    setText(content);
    if (content.trim() !== "") mutate({ text: content });
  };
  if (read.data !== undefined) {
    const result = read.data;
    return (
      <Stack gap="md">
        <ProblemAlert error={create.error} />
        <ImportPreview result={result} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={() => read.reset()}>
            {t("import.other")}
          </Button>
          <Button loading={create.isPending} onClick={() => create.mutate(result)}>
            {t("import.create")}
          </Button>
        </Group>
      </Stack>
    );
  }
  return (
    <Stack gap="md">
      <ProblemAlert error={read.error} />
      <Text size="sm" c="dimmed">
        {t("import.hint")}
      </Text>
      <FileOrText
        choose={t("import.choose")}
        paste={t("import.paste")}
        rows={{ min: 8, max: 16 }}
        value={text}
        onChange={setText}
        onFile={take}
      />
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose}>
          {t("cancel")}
        </Button>
        <Button loading={read.isPending} disabled={text.trim() === ""} onClick={() => read.mutate({ text })}>
          {t("import.read")}
        </Button>
      </Group>
    </Stack>
  );
}
