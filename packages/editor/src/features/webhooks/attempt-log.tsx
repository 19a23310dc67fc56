import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import type { Attempt } from "@sluice/api/schemas";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { TFunction } from "i18next";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { useOffer } from "../../api/may.ts";
import { ProblemAlert } from "../../api/problem-alert.tsx";
import { useFormat } from "../../i18n/format.ts";
import { type Column, DataTable } from "../../ui/data-table.tsx";
import { HttpStatus } from "../../ui/http-status.tsx";
import { Panel } from "../../ui/panel.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { StatusBadge } from "../../ui/status-badge.tsx";
import { TextBlock } from "../../ui/text-block.tsx";
import { useResend } from "./use-resend.ts";
import classes from "./webhooks.module.css";

const pageSize = 50;

/** What was sent, attempt by attempt. */
export function AttemptLog({ subscriptionId: id }: { subscriptionId: string }) {
  const { t } = useTranslation("webhooks");
  const format = useFormat();
  const [shown, setShown] = useState<Attempt | null>(null);
  const log = useInfiniteQuery(
    api.webhooks.attempts.infiniteOptions({
      input: (cursor: string | undefined) => ({
        id,
        limit: pageSize,
        ...(cursor === undefined ? {} : { cursor }),
      }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
      refetchOnMount: "always",
      refetchInterval: 5000,
    }),
  );
  const items = log.data?.pages.flatMap((page) => page.items);
  const columns = useMemo(() => columnsOf({ t, span: format.span, onOpen: setShown }), [t, format]);
  return (
    <Panel title={t("log")} flush>
      {items?.length === 0 ? (
        <Text size="sm" c="dimmed" p="md">
          {t("logEmpty")}
        </Text>
      ) : (
        <DataTable
          label={t("attempts")}
          columns={columns}
          items={items}
          rowId={({ id: attempt }) => attempt}
          hasMore={log.hasNextPage}
          loadingMore={log.isFetchingNextPage}
          onMore={() => void log.fetchNextPage()}
        />
      )}
      <Modal opened={shown !== null} onClose={() => setShown(null)} title={t("detail")} size="lg">
        {shown !== null && <AttemptDetail attempt={shown} onClose={() => setShown(null)} />}
      </Modal>
    </Panel>
  );
}

function columnsOf(given: {
  t: TFunction<"webhooks">;
  span: (milliseconds: number) => string;
  onOpen: (attempt: Attempt) => void;
}): Column<Attempt>[] {
  const { t, span, onOpen } = given;
  return [
    { id: "time", title: t("time"), cell: ({ timestamp }) => <RelativeTime iso={timestamp} /> },
    {
      id: "event",
      title: t("event"),
      share: "30%",
      cell: (attempt) => (
        <button type="button" className={classes.open} onClick={() => onOpen(attempt)}>
          {attempt.event}
        </button>
      ),
    },
    { id: "attempt", title: t("attempt"), end: true, cell: ({ retry_count }) => retry_count + 1 },
    {
      id: "answer",
      title: t("answer"),
      share: "40%",
      cell: ({ http_status, error }) => (
        <span title={error?.message}>
          {http_status === null ? t("noAnswer") : <HttpStatus status={http_status} />}
          {error !== null && http_status === null && ` · ${error.message}`}
        </span>
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

function AttemptDetail({ attempt, onClose }: { attempt: Attempt; onClose: () => void }) {
  const { t } = useTranslation("webhooks");
  const { messageId, event, http_status, error, answer } = attempt;
  const resend = useResend(onClose);
  return (
    <Stack gap="md">
      <ProblemAlert error={resend.error} />
      <Group gap="xs">
        <StatusBadge tone={error === null ? "success" : "danger"}>
          {error === null ? t("arrived") : error.message}
        </StatusBadge>
        {http_status !== null && <HttpStatus status={http_status} />}
      </Group>
      <dl className={classes.facts}>
        <div>
          <dt>{t("event")}</dt>
          <dd>{event}</dd>
        </div>
        <div>
          <dt>{t("messageId")}</dt>
          <dd className="sluice-mono">{messageId}</dd>
        </div>
      </dl>
      {answer !== "" && <TextBlock text={answer} label={t("answerBody")} />}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose}>
          {t("close")}
        </Button>
        <Button
          loading={resend.isPending}
          onClick={() => resend.mutate(messageId)}
          {...useOffer("webhooks:resend")}
        >
          {t("resend")}
        </Button>
      </Group>
    </Stack>
  );
}
