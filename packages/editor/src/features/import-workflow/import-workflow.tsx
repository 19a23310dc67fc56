import { Button, FileButton, Group, Modal, Stack, Text, Textarea } from "@mantine/core";
import type { ReadFileResult } from "@sluice/api/schemas";
import { IconFileUpload } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, client } from "../../api/client.ts";
import { ProblemAlert } from "../../api/problem-alert.tsx";
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
  const take = async (file: File | null) => {
    if (file === null) return;
    const content = await file.text();
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
      <FileButton
        accept=".yaml,.yml,.json,application/json,application/yaml"
        onChange={(file) => void take(file)}
      >
        {(props) => (
          <Button {...props} variant="default" leftSection={<IconFileUpload size={16} aria-hidden />}>
            {t("import.choose")}
          </Button>
        )}
      </FileButton>
      <Textarea
        label={t("import.paste")}
        classNames={{ input: "sluice-mono" }}
        minRows={8}
        maxRows={16}
        autosize
        spellCheck={false}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
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
