import { Button, Group, Skeleton, Text } from "@mantine/core";
import type { Invitation } from "@sluice/api/schemas";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { ProblemState } from "../../api/problem-state.tsx";
import { useNotifyProblem } from "../../api/use-notify-problem.ts";
import { useFormat } from "../../i18n/format.ts";
import { useShownLanguage } from "../../i18n/use-language.ts";
import { ConfirmButton } from "../../ui/confirm-button.tsx";
import classes from "../../ui/line-list.module.css";
import { Panel } from "../../ui/panel.tsx";
import { StatusBadge } from "../../ui/status-badge.tsx";
import type { ShownLink } from "./link-dialog.tsx";

/** No news tell of somebody who accepts: the list is read again so often. */
const refreshMs = 10_000;

/** Who is invited and has not come yet. */
export function InvitationsPanel({ onLink }: { onLink: (link: ShownLink) => void }) {
  const { t } = useTranslation("people");
  const invitations = useQuery(api.invitations.list.queryOptions({ refetchInterval: refreshMs }));
  return (
    <Panel title={t("invitations.title")}>
      {invitations.isError ? (
        <ProblemState error={invitations.error} onRetry={() => void invitations.refetch()} />
      ) : invitations.data === undefined ? (
        <Skeleton height={48} />
      ) : invitations.data.items.length === 0 ? (
        <Text size="sm">{t("invitations.none")}</Text>
      ) : (
        <ul className={classes.list}>
          {invitations.data.items.map((invitation) => (
            <InvitationLine key={invitation.id} invitation={invitation} onLink={onLink} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

function InvitationLine({
  invitation,
  onLink,
}: {
  invitation: Invitation;
  onLink: (link: ShownLink) => void;
}) {
  const { t } = useTranslation("people");
  const format = useFormat();
  const language = useShownLanguage();
  const queryClient = useQueryClient();
  const onError = useNotifyProblem();
  const onSettled = () => queryClient.invalidateQueries({ queryKey: api.invitations.key() });
  const withdraw = useMutation(api.invitations.withdraw.mutationOptions({ onError, onSettled }));
  const again = useMutation(
    api.invitations.create.mutationOptions({
      onError,
      onSettled,
      onSuccess: ({ email: invited, link, mailed }) => onLink({ email: invited, link, mailed }),
    }),
  );
  const { id, email, role, invitedBy, expiresAt } = invitation;
  const expired = Date.parse(expiresAt) < Date.now();
  return (
    <li className={classes.line}>
      <div className={classes.facts}>
        <div className={classes.name}>
          {email}
          <StatusBadge tone="neutral">{t(`roles.${role}`)}</StatusBadge>
          {expired && <StatusBadge tone="warning">{t("invitations.expired")}</StatusBadge>}
        </div>
        <div className={classes.dim}>
          {t("invitations.expires", { time: format.time(expiresAt) })}
          {invitedBy !== null && ` · ${t("invitations.by", { email: invitedBy })}`}
        </div>
      </div>
      <Group gap="xs" wrap="nowrap">
        <Button
          size="xs"
          variant="default"
          loading={again.isPending}
          onClick={() => again.mutate({ email, role, language })}
        >
          {t("invitations.again")}
        </Button>
        <ConfirmButton
          size="xs"
          variant="default"
          loading={withdraw.isPending}
          question={t("invitations.withdrawQuestion", { email })}
          confirm={t("invitations.withdraw")}
          onConfirm={() => withdraw.mutate({ id })}
        >
          {t("invitations.withdraw")}
        </ConfirmButton>
      </Group>
    </li>
  );
}
