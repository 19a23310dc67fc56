import { ActionIcon, Menu, Text } from "@mantine/core";
import { modals } from "@mantine/modals";
import { notifications } from "@mantine/notifications";
import type { ListedUser } from "@sluice/api/schemas";
import { IconDots, IconKey, IconTrash, IconUserCheck, IconUserOff } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { sessionQuery } from "../../api/session.ts";
import { useNotifyProblem } from "../../api/use-notify-problem.ts";
import type { ShownLink } from "./link-dialog.tsx";
import { RoleSelect } from "./role-select.tsx";

interface PersonProps {
  readonly person: ListedUser;
  /** Why role and access cannot be taken away; undefined: they can. */
  readonly whyNot: string | undefined;
}

/** Reads the people again, and who one is oneself: an owner may have changed their own role. */
function useRefresh() {
  const queryClient = useQueryClient();
  return () =>
    Promise.all([
      queryClient.invalidateQueries({ queryKey: api.users.key() }),
      queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey }),
    ]);
}

export function PersonRole({ person, whyNot }: PersonProps) {
  const { t } = useTranslation("people");
  const onError = useNotifyProblem();
  const onSettled = useRefresh();
  const { id, email, role } = person;
  const change = useMutation(
    api.users.change.mutationOptions({
      onError,
      onSettled,
      onSuccess: (now) =>
        notifications.show({
          message: t("roleChanged", { email, role: t(`roles.${now.role}`).toLowerCase() }),
        }),
    }),
  );
  return (
    <RoleSelect
      label={t("roleOf", { email })}
      hideLabel
      value={change.isPending ? (change.variables.role ?? role) : role}
      whyNot={whyNot}
      onChange={(chosen) => change.mutate({ id, role: chosen })}
    />
  );
}

export function PersonMenu({
  person,
  whyNot,
  onLink,
}: PersonProps & { readonly onLink: (link: ShownLink) => void }) {
  const { t } = useTranslation("people");
  const onError = useNotifyProblem();
  const onSettled = useRefresh();
  const { id, email, disabledAt } = person;
  const told = (key: "disabledDone" | "enabledDone" | "removedDone") => () =>
    notifications.show({ message: t(key, { email }) });
  const disable = useMutation(
    api.users.change.mutationOptions({ onError, onSettled, onSuccess: told("disabledDone") }),
  );
  const enable = useMutation(
    api.users.change.mutationOptions({ onError, onSettled, onSuccess: told("enabledDone") }),
  );
  const remove = useMutation(
    api.users.remove.mutationOptions({ onError, onSettled, onSuccess: told("removedDone") }),
  );
  const reset = useMutation(
    api.users.resetPassword.mutationOptions({
      onError,
      onSuccess: ({ link }) => onLink({ email, link, mailed: "reset" }),
    }),
  );
  const confirm = (what: "disable" | "remove", act: () => void) =>
    modals.openConfirmModal({
      title: t(`${what}Title`, { email }),
      children: <Text size="sm">{t(`${what}Text`)}</Text>,
      labels: { confirm: t(what), cancel: t("cancel") },
      confirmProps: { color: "red" },
      onConfirm: act,
    });
  const kept = whyNot !== undefined;
  return (
    <Menu position="bottom-end" width={260}>
      <Menu.Target>
        <ActionIcon aria-label={t("actionsOf", { email })}>
          <IconDots size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconKey size={16} aria-hidden />} onClick={() => reset.mutate({ id })}>
          {t("resetLink")}
        </Menu.Item>
        {disabledAt === null ? (
          <Menu.Item
            disabled={kept}
            leftSection={<IconUserOff size={16} aria-hidden />}
            onClick={() => confirm("disable", () => disable.mutate({ id, disabled: true }))}
          >
            {t("disable")}
          </Menu.Item>
        ) : (
          <Menu.Item
            leftSection={<IconUserCheck size={16} aria-hidden />}
            onClick={() => enable.mutate({ id, disabled: false })}
          >
            {t("enable")}
          </Menu.Item>
        )}
        <Menu.Divider />
        <Menu.Item
          color="red"
          disabled={kept}
          leftSection={<IconTrash size={16} aria-hidden />}
          onClick={() => confirm("remove", () => remove.mutate({ id }))}
        >
          {t("remove")}
        </Menu.Item>
        {kept && (
          <Text size="xs" c="dimmed" px="sm" pb="xs">
            {whyNot}
          </Text>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
