import { Button, Skeleton, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import type { OpenSession } from "@sluice/api/schemas";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { ProblemState } from "../../api/problem-state.tsx";
import { useNotifyProblem } from "../../api/use-notify-problem.ts";
import { useFormat } from "../../i18n/format.ts";
import classes from "../../ui/line-list.module.css";
import { Panel } from "../../ui/panel.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { StatusBadge } from "../../ui/status-badge.tsx";

/** Where one is signed in, and how to end it. */
export function SessionsPanel() {
  const { t } = useTranslation("account");
  const queryClient = useQueryClient();
  const onError = useNotifyProblem();
  const sessions = useQuery(api.sessions.list.queryOptions({ input: {} }));
  const endOthers = useMutation(
    api.sessions.deleteOthers.mutationOptions({
      onError,
      onSuccess: () => notifications.show({ message: t("sessions.ended") }),
      onSettled: () => queryClient.invalidateQueries({ queryKey: api.sessions.key() }),
    }),
  );
  const items = sessions.data?.items;
  return (
    <Panel
      title={t("sessions.title")}
      actions={
        <Button
          size="xs"
          variant="default"
          loading={endOthers.isPending}
          disabled={items === undefined || items.length < 2}
          onClick={() => endOthers.mutate({})}
        >
          {t("sessions.endOthers")}
        </Button>
      }
    >
      <Text size="sm" c="dimmed" mb="xs">
        {t("sessions.text")}
      </Text>
      {sessions.isError ? (
        <ProblemState error={sessions.error} onRetry={() => void sessions.refetch()} />
      ) : items === undefined ? (
        <Skeleton height={48} />
      ) : (
        <ul className={classes.list}>
          {items.map((session) => (
            <SessionLine key={session.id} session={session} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

function SessionLine({ session }: { session: OpenSession }) {
  const { t } = useTranslation("account");
  const format = useFormat();
  const queryClient = useQueryClient();
  const onError = useNotifyProblem();
  const end = useMutation(
    api.sessions.delete.mutationOptions({
      onError,
      onSettled: () => queryClient.invalidateQueries({ queryKey: api.sessions.key() }),
    }),
  );
  const { id, current, browser, system, address, createdAt, lastSeenAt } = session;
  const device =
    browser !== null && system !== null
      ? t("sessions.device", { browser, system })
      : (browser ?? system ?? t("sessions.unknown"));
  return (
    <li className={classes.line}>
      <div className={classes.facts}>
        <div className={classes.name}>
          {device}
          {current && <StatusBadge tone="info">{t("sessions.this")}</StatusBadge>}
        </div>
        <div className={classes.dim}>
          <span className="sluice-mono">{address}</span> · {t("sessions.lastSeen")}{" "}
          <RelativeTime iso={lastSeenAt} /> · {t("sessions.since", { day: format.day(createdAt) })}
        </div>
      </div>
      {!current && (
        <Button size="xs" variant="default" loading={end.isPending} onClick={() => end.mutate({ id })}>
          {t("sessions.end")}
        </Button>
      )}
    </li>
  );
}
