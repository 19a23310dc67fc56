import { Alert, Anchor, Button, Group, Stack, Text, Title } from "@mantine/core";
import type { Event } from "@sluice/api/schemas";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { ProblemAlert } from "../../api/problem-alert.tsx";
import { useWorkflowNames } from "../../api/use-workflow-names.ts";
import { useFormat } from "../../i18n/format.ts";
import { useViolationWord } from "../../i18n/use-violation-word.ts";
import { DataTable } from "../../ui/data-table.tsx";
import { JsonView } from "../../ui/json-view.tsx";
import { EventStarts } from "./event-starts.tsx";
import { messageColumns } from "./message-columns.tsx";
import { MessageDetail } from "./message-detail.tsx";
import classes from "./webhooks.module.css";

/** One event: what it says, what it started or why not, and how its messages fare. */
export function EventDetail({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation("webhooks");
  const [message, setMessage] = useState<string | null>(null);
  const found = useQuery(api.events.get.queryOptions({ input: { id }, refetchInterval: 5000 }));
  if (message !== null) return <MessageDetail id={message} onClose={() => setMessage(null)} />;
  return (
    <Stack gap="md">
      <ProblemAlert error={found.error} />
      {found.data && <Known event={found.data} onMessage={setMessage} />}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {t("close")}
        </Button>
      </Group>
    </Stack>
  );
}

function Known({ event, onMessage }: { event: Event; onMessage: (id: string) => void }) {
  const { t } = useTranslation("webhooks");
  const format = useFormat();
  const word = useViolationWord();
  const { nameOf } = useWorkflowNames();
  const { id, type, source, occurredAt, userId, executionId, violations, data } = event;
  const messages = useQuery(
    api.webhooks.messages.queryOptions({ input: { eventId: id, limit: 200 }, refetchInterval: 5000 }),
  );
  const columns = useMemo(
    () =>
      messageColumns({ t, time: format.time, onOpen: onMessage }).filter(
        ({ id: column }) => column !== "made",
      ),
    [t, format, onMessage],
  );
  const facts: readonly (readonly [string, ReactNode])[] = [
    [
      t("event"),
      <Anchor
        key="type"
        inherit
        renderRoot={(props) => <Link {...props} to="/webhooks/event" search={{ type }} />}
      >
        {type}
      </Anchor>,
    ],
    [
      t("published.id"),
      <span key="id" className="sluice-mono">
        {id}
      </span>,
    ],
    [t("published.occurred"), format.time(occurredAt)],
    [
      t("published.source"),
      executionId === null ? (
        t(`published.sources.${source}`)
      ) : (
        <Anchor
          key="source"
          inherit
          renderRoot={(props) => <Link {...props} to="/executions/$id" params={{ id: executionId }} />}
        >
          {`${t(`published.sources.${source}`)} · ${executionId}`}
        </Anchor>
      ),
    ],
    ...(userId === null ? [] : [[t("published.user"), userId] as const]),
  ];
  return (
    <>
      <dl className={classes.facts}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {violations.length > 0 && (
        <Alert color="yellow" variant="light" title={t("published.violations")}>
          <ul className={classes.plain}>
            {violations.map(({ path, expected, got }) => (
              <li key={`${path} ${expected}`}>
                {t("types.differs", { path, expected: word(expected), got: word(got) })}
              </li>
            ))}
          </ul>
        </Alert>
      )}
      <section>
        <Title order={3} size="sm" mb="xs">
          {t("published.starts")}
        </Title>
        <EventStarts event={event} nameOf={nameOf} />
      </section>
      <section>
        <Title order={3} size="sm" mb="xs">
          {t("tabs.messages")}
        </Title>
        <ProblemAlert error={messages.error} />
        {messages.data?.items.length === 0 ? (
          <Text size="sm" c="dimmed">
            {t("types.nobody")}
          </Text>
        ) : (
          <DataTable
            label={t("tabs.messages")}
            columns={columns}
            items={messages.data?.items}
            rowId={({ id: message }) => message}
          />
        )}
      </section>
      <section>
        <Title order={3} size="sm" mb="xs">
          {t("published.data")}
        </Title>
        <JsonView value={data} label={t("published.data")} />
      </section>
    </>
  );
}
