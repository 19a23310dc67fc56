import { Anchor, Button, Group, Stack, Text } from "@mantine/core";
import type { Attempt, Message } from "@sluice/api/schemas";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { useOffer } from "../../api/may.ts";
import { ProblemAlert } from "../../api/problem-alert.tsx";
import { useFormat } from "../../i18n/format.ts";
import { type Column, DataTable } from "../../ui/data-table.tsx";
import { HttpStatus } from "../../ui/http-status.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { TextBlock } from "../../ui/text-block.tsx";
import { MessageState } from "./message-state.tsx";
import { useResend } from "./use-resend.ts";
import classes from "./webhooks.module.css";

/** One message: what it says, how it went, and the button that sends it again. */
export function MessageDetail({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation("webhooks");
  const found = useQuery(api.webhooks.message.queryOptions({ input: { id }, refetchInterval: 5000 }));
  const resend = useResend(onClose);
  const offer = useOffer("webhooks:resend");
  return (
    <Stack gap="md">
      <ProblemAlert error={found.error ?? resend.error} />
      {found.data && <Known message={found.data} />}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose}>
          {t("close")}
        </Button>
        <Button loading={resend.isPending} onClick={() => resend.mutate(id)} {...offer}>
          {t("resend")}
        </Button>
      </Group>
    </Stack>
  );
}

function Known({ message }: { message: Message }) {
  const { t } = useTranslation("webhooks");
  const format = useFormat();
  const { id, subscriptionId, url, event, eventId, status, nextAttemptAt, body } = message;
  const attempts = useQuery(
    api.webhooks.attempts.queryOptions({
      input: { id: subscriptionId, messageId: id, limit: 50 },
      refetchInterval: 5000,
    }),
  );
  const columns = attemptColumns(t, format.span);
  return (
    <>
      <dl className={classes.facts}>
        <div>
          <dt>{t("state")}</dt>
          <dd>
            <MessageState status={status} />
            {nextAttemptAt !== null && ` ${t("messages.nextAt", { time: format.time(nextAttemptAt) })}`}
          </dd>
        </div>
        <div>
          <dt>{t("event")}</dt>
          <dd>
            {eventId === null ? (
              event
            ) : (
              <Anchor
                inherit
                renderRoot={(props) => (
                  <Link {...props} to="/webhooks/published" search={{ event: eventId }} />
                )}
              >
                {event}
              </Anchor>
            )}
          </dd>
        </div>
        <div>
          <dt>{t("messages.to")}</dt>
          <dd>
            <Anchor
              inherit
              renderRoot={(props) => <Link {...props} to="/webhooks/$id" params={{ id: subscriptionId }} />}
            >
              {url}
            </Anchor>
          </dd>
        </div>
        <div>
          <dt>{t("messageId")}</dt>
          <dd className="sluice-mono">{id}</dd>
        </div>
      </dl>
      <TextBlock text={body} label={t("messages.body")} />
      {attempts.data?.items.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t("messages.notTried")}
        </Text>
      ) : (
        <DataTable
          label={t("attempts")}
          columns={columns}
          items={attempts.data?.items}
          rowId={({ id: attempt }) => attempt}
        />
      )}
    </>
  );
}

function attemptColumns(t: TFunction<"webhooks">, span: (milliseconds: number) => string): Column<Attempt>[] {
  return [
    { id: "time", title: t("time"), cell: ({ timestamp }) => <RelativeTime iso={timestamp} /> },
    {
      id: "answer",
      title: t("answer"),
      share: "60%",
      cell: ({ http_status, error, answer }) => (
        <>
          {http_status === null ? t("noAnswer") : <HttpStatus status={http_status} />}{" "}
          {http_status === null ? error?.message : answer.slice(0, 200)}
        </>
      ),
    },
    {
      id: "duration",
      title: t("duration"),
      end: true,
      cell: ({ response_time_ms }) => span(response_time_ms),
    },
  ];
}
