import { ActionIcon, Menu, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { modals } from "@mantine/modals";
import { notifications } from "@mantine/notifications";
import type { WorkflowSummary } from "@sluice/api/schemas";
import {
  IconArrowBigRightLines,
  IconCopyPlus,
  IconDots,
  IconDownload,
  IconFolder,
  IconPlayerPause,
  IconPlayerPlay,
  IconRoute,
  IconTrash,
} from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { useMay } from "../../api/may.ts";
import { useNotifyProblem } from "../../api/use-notify-problem.ts";
import { loadCanvasTexts } from "../../i18n/i18n.ts";
import { lazyPart } from "../../ui/lazy-part.tsx";
import { useDownloadWorkflow } from "../workflow-file/use-download-workflow.ts";
import { showDeleted } from "./deleted-notice.tsx";
import { useUntrash } from "./use-untrash.ts";

const PlacementDialog = lazyPart(async () => {
  const [{ PlacementDialog: Part }] = await Promise.all([
    import("./placement-dialog.tsx"),
    loadCanvasTexts(),
  ]);
  return Part;
});

/** What can be done with a workflow from the list. */
export function WorkflowMenu({ workflow }: { workflow: WorkflowSummary }) {
  const { t } = useTranslation("workflows");
  const { id, name } = workflow;
  const queryClient = useQueryClient();
  const onError = useNotifyProblem();
  const done = (message: string) => () => {
    void queryClient.invalidateQueries({ queryKey: api.workflows.key() });
    notifications.show({ message });
  };
  const pause = useMutation(
    api.workflows.pause.mutationOptions({ onError, onSuccess: done(t("paused", { name })) }),
  );
  const resume = useMutation(
    api.workflows.resume.mutationOptions({ onError, onSuccess: done(t("resumed", { name })) }),
  );
  const untrash = useUntrash();
  const remove = useMutation(
    api.workflows.delete.mutationOptions({
      onError,
      onSuccess: () => {
        void queryClient.invalidateQueries({ queryKey: api.workflows.key() });
        showDeleted({ id, name, onUndo: () => untrash.mutate({ id }) });
      },
    }),
  );
  const duplicate = useMutation(
    api.workflows.duplicate.mutationOptions({ onError, onSuccess: done(t("duplicated", { name })) }),
  );
  const download = useDownloadWorkflow();
  const [mayWrite, mayPause] = [useMay("workflows:write"), useMay("workflows:pause")];
  const [placing, { open: openPlacing, close: closePlacing }] = useDisclosure(false);
  const confirmDelete = () =>
    modals.openConfirmModal({
      title: t("delete.title", { name }),
      children: <Text size="sm">{t("delete.text")}</Text>,
      labels: { confirm: t("delete.confirm"), cancel: t("cancel") },
      confirmProps: { color: "red" },
      onConfirm: () => remove.mutate({ id }),
    });
  return (
    <>
      {placing && <PlacementDialog workflow={workflow} onClose={closePlacing} />}
      <Menu position="bottom-end" width={210}>
        <Menu.Target>
          <ActionIcon aria-label={t("actions", { name })}>
            <IconDots size={18} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconArrowBigRightLines size={16} aria-hidden />}
            renderRoot={(props) => <Link {...props} to="/deliveries" search={{ workflowId: id }} />}
          >
            {t("showDeliveries")}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconRoute size={16} aria-hidden />}
            renderRoot={(props) => <Link {...props} to="/executions" search={{ workflowId: id }} />}
          >
            {t("showExecutions")}
          </Menu.Item>
          <Menu.Divider />
          {mayWrite && (
            <>
              <Menu.Item
                leftSection={<IconCopyPlus size={16} aria-hidden />}
                onClick={() => duplicate.mutate({ id, name: t("copyName", { name }).slice(0, 200) })}
              >
                {t("duplicate")}
              </Menu.Item>
              <Menu.Item leftSection={<IconFolder size={16} aria-hidden />} onClick={openPlacing}>
                {t("place")}
              </Menu.Item>
            </>
          )}
          <Menu.Item
            leftSection={<IconDownload size={16} aria-hidden />}
            onClick={() => void download({ id })}
          >
            {t("download")}
          </Menu.Item>
          {mayPause &&
            workflow.published !== null &&
            (workflow.paused ? (
              <Menu.Item
                leftSection={<IconPlayerPlay size={16} aria-hidden />}
                onClick={() => resume.mutate({ id })}
              >
                {t("resume")}
              </Menu.Item>
            ) : (
              <Menu.Item
                leftSection={<IconPlayerPause size={16} aria-hidden />}
                onClick={() => pause.mutate({ id })}
              >
                {t("pause")}
              </Menu.Item>
            ))}
          {mayWrite && (
            <>
              <Menu.Divider />
              <Menu.Item
                color="red"
                leftSection={<IconTrash size={16} aria-hidden />}
                onClick={confirmDelete}
              >
                {t("delete.confirm")}
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
    </>
  );
}
