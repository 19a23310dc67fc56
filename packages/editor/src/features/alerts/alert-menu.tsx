import { ActionIcon, Menu } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import type { Alert } from "@sluice/api/schemas";
import {
  IconBell,
  IconBellOff,
  IconDots,
  IconPencil,
  IconPower,
  IconSend,
  IconTrash,
} from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, client } from "../../api/client.ts";
import { useNotifyProblem } from "../../api/use-notify-problem.ts";
import { alertOf, draftOfAlert } from "./alert-draft.ts";
import { isMuted } from "./use-alerts.ts";

const hourMs = 3_600_000;
const muteFor = { hour: hourMs, day: 24 * hourMs, week: 7 * 24 * hourMs } as const;

export interface AlertMenuProps {
  readonly alert: Alert;
  readonly onEdit: () => void;
  readonly onDelete: () => void;
}

/** What can be done with a rule. */
export function AlertMenu({ alert, onEdit, onDelete }: AlertMenuProps) {
  const { t } = useTranslation("alerts");
  const queryClient = useQueryClient();
  const notify = useNotifyProblem();
  const { id, name, enabled } = alert;
  const refresh = () => queryClient.invalidateQueries({ queryKey: api.alerts.key() });
  const mute = useMutation({
    mutationFn: (forMs: number | null) =>
      client.alerts.mute({ id, until: forMs === null ? null : new Date(Date.now() + forMs).toISOString() }),
    onError: notify,
    onSettled: refresh,
  });
  const toggle = useMutation({
    mutationFn: async () => {
      const rule = alertOf({ ...draftOfAlert(alert), enabled: !enabled });
      if (rule) await client.alerts.save({ ...rule, id });
    },
    onError: notify,
    onSettled: refresh,
  });
  const test = useMutation({
    mutationFn: () => client.alerts.test({ id }),
    onError: notify,
    onSuccess: ({ mails }) => {
      const failed = mails.find(({ problem }) => problem !== null);
      const message = failed
        ? t("testFailed", { to: failed.to, problem: failed.problem })
        : mails.length === 0
          ? t("tested")
          : t("testedMails", { count: mails.length });
      notifications.show({ message, ...(failed ? { color: "red" } : {}) });
    },
  });
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t("actions", { name })}
          loading={test.isPending}
        >
          <IconDots size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconPencil size={16} aria-hidden />} onClick={onEdit}>
          {t("change")}
        </Menu.Item>
        <Menu.Item leftSection={<IconSend size={16} aria-hidden />} onClick={() => test.mutate()}>
          {t("test")}
        </Menu.Item>
        {isMuted(alert) ? (
          <Menu.Item leftSection={<IconBell size={16} aria-hidden />} onClick={() => mute.mutate(null)}>
            {t("unmute")}
          </Menu.Item>
        ) : (
          (["hour", "day", "week"] as const).map((span) => (
            <Menu.Item
              key={span}
              leftSection={<IconBellOff size={16} aria-hidden />}
              onClick={() => mute.mutate(muteFor[span])}
            >
              {t(`muteFor.${span}`)}
            </Menu.Item>
          ))
        )}
        <Menu.Item leftSection={<IconPower size={16} aria-hidden />} onClick={() => toggle.mutate()}>
          {t(enabled ? "switchOff" : "switchOn")}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item color="red" leftSection={<IconTrash size={16} aria-hidden />} onClick={onDelete}>
          {t("delete")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
