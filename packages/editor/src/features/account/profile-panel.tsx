import { Button } from "@mantine/core";
import { IconLogout } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { leave, useSession } from "../../api/session.ts";
import { useNotifyProblem } from "../../api/use-notify-problem.ts";
import { useFormat } from "../../i18n/format.ts";
import { KeyValueTable } from "../../ui/key-value-table.tsx";
import { Panel } from "../../ui/panel.tsx";

/** Who is signed in, and the way out. */
export function ProfilePanel() {
  const { t } = useTranslation("settings");
  const session = useSession();
  const format = useFormat();
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const onError = useNotifyProblem();
  const signOut = useMutation({
    mutationFn: () => leave(queryClient),
    onSuccess: () => navigate({ to: "/sign-in" }),
    onError,
  });
  if (session === null) return null;
  const { user, expiresAt } = session;
  return (
    <Panel
      title={t("account.title")}
      actions={
        <Button
          variant="default"
          size="xs"
          leftSection={<IconLogout size={16} aria-hidden />}
          loading={signOut.isPending}
          onClick={() => signOut.mutate()}
        >
          {t("account.signOut")}
        </Button>
      }
    >
      <KeyValueTable
        rows={[
          { id: "email", name: t("account.email"), value: user.email },
          { id: "role", name: t("account.role"), value: t(`account.roles.${user.role}`) },
          { id: "since", name: t("account.since"), value: format.day(user.createdAt) },
          { id: "session", name: t("account.sessionUntil"), value: format.time(expiresAt) },
        ]}
      />
    </Panel>
  );
}
