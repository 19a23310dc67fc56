import { Autocomplete, Button, Group, Modal, Stack, TagsInput } from "@mantine/core";
import type { WorkflowSummary } from "@sluice/api/schemas";
import { maxTags } from "@sluice/workflow/document";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { ProblemAlert } from "../../api/problem-alert.tsx";
import { tidyPath } from "./folder-path.ts";

export interface PlacementDialogProps {
  readonly workflow: WorkflowSummary;
  readonly onClose: () => void;
}

/** Files a workflow in a folder and under tags. */
export function PlacementDialog({ workflow, onClose }: PlacementDialogProps) {
  const { t } = useTranslation("files");
  const { id, name } = workflow;
  const queryClient = useQueryClient();
  const known = useQuery(api.workflows.placements.queryOptions()).data;
  const [folder, setFolder] = useState(workflow.folder);
  const [tags, setTags] = useState<string[]>([...workflow.tags]);
  const place = useMutation(
    api.workflows.place.mutationOptions({
      onSuccess: () => {
        void queryClient.invalidateQueries({ queryKey: api.workflows.key() });
        onClose();
      },
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    place.mutate({ id, folder: tidyPath(folder), tags });
  };
  return (
    <Modal opened onClose={onClose} title={t("place.title", { name })}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <ProblemAlert error={place.error} />
          <Autocomplete
            label={t("place.folder")}
            description={t("place.folderHint")}
            data={known?.folders.map((one) => one.folder) ?? []}
            maxLength={400}
            data-autofocus
            data-field="folder"
            value={folder}
            onChange={setFolder}
          />
          <TagsInput
            label={t("place.tags")}
            description={t("place.tagsHint")}
            data={known?.tags.map(({ tag }) => tag) ?? []}
            maxTags={maxTags}
            data-field="tags"
            splitChars={[","]}
            value={tags}
            onChange={setTags}
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t("cancel")}
            </Button>
            <Button type="submit" loading={place.isPending}>
              {t("place.submit")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
