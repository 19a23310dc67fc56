import { Anchor, Button, Stack, Text } from "@mantine/core";
import type { EventTypeDetail } from "@sluice/api/schemas";
import { IconPencil } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, client } from "../../api/client.ts";
import { useOffer } from "../../api/may.ts";
import { ProblemState } from "../../api/problem-state.tsx";
import { useNotifyProblem } from "../../api/use-notify-problem.ts";
import { ConfirmButton } from "../../ui/confirm-button.tsx";
import { JsonView } from "../../ui/json-view.tsx";
import { PageBody, PageHeader } from "../../ui/page-header.tsx";
import { Panel } from "../../ui/panel.tsx";
import { StatusBadge } from "../../ui/status-badge.tsx";
import { EventTypeDialog } from "./event-type-dialog.tsx";
import classes from "./webhooks.module.css";

const route = getRouteApi("/signed-in/webhooks/event");

/** One type of event: what it means, what its data looks like, who is sent it and what it starts. */
export function EventTypePage() {
  const { t } = useTranslation("webhooks");
  const { type = "" } = route.useSearch();
  const found = useQuery(api.webhooks.eventType.queryOptions({ input: { type }, refetchOnMount: "always" }));
  const [editing, setEditing] = useState(false);
  const known = found.data;
  const crumbs = [
    <Anchor key="list" component={Link} to="/webhooks/events">
      {t("types.title")}
    </Anchor>,
  ];
  return (
    <>
      <PageHeader
        title={type}
        badge={known && <StatusBadge tone="neutral">{t(`types.origins.${known.origin}`)}</StatusBadge>}
        breadcrumbs={crumbs}
        breadcrumbsLabel={t("types.title")}
        actions={
          known && known.origin !== "sluice" && <Actions type={type} onEdit={() => setEditing(true)} />
        }
      />
      <PageBody>
        {found.isError && known === undefined ? (
          <ProblemState error={found.error} onRetry={() => void found.refetch()} />
        ) : (
          known && <Known known={known} />
        )}
      </PageBody>
      <EventTypeDialog opened={editing} stored={known} onClose={() => setEditing(false)} />
    </>
  );
}

function Actions({ type, onEdit }: { type: string; onEdit: () => void }) {
  const { t } = useTranslation("webhooks");
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const notify = useNotifyProblem();
  const offer = useOffer("workflows:write");
  const forget = useMutation({
    mutationFn: () => client.webhooks.forgetEvent({ type }),
    onError: notify,
    onSuccess: async () => {
      await navigate({ to: "/webhooks/events" });
      await queryClient.invalidateQueries({ queryKey: api.webhooks.key() });
    },
  });
  return (
    <>
      <Button leftSection={<IconPencil size={16} aria-hidden />} onClick={onEdit} {...offer}>
        {t("types.edit")}
      </Button>
      <ConfirmButton
        variant="default"
        question={t("types.forgetQuestion")}
        confirm={t("types.forget")}
        onConfirm={() => forget.mutate()}
        {...offer}
      >
        {t("types.forget")}
      </ConfirmButton>
    </>
  );
}

function Known({ known }: { known: EventTypeDetail }) {
  const { t } = useTranslation("webhooks");
  const { type, description, schema, example, onMismatch, subscriptions, workflows } = known;
  return (
    <Stack gap="md">
      <Text size="sm">{description === "" ? t("types.notDescribed") : description}</Text>
      <Panel
        title={t("types.subscribed")}
        actions={
          <Anchor
            size="sm"
            renderRoot={(props) => <Link {...props} to="/webhooks/messages" search={{ event: type }} />}
          >
            {t("types.messages")}
          </Anchor>
        }
      >
        <Names
          none={t("types.nobody")}
          items={subscriptions.map(({ id, url, active, patterns }) => ({
            id,
            line: (
              <>
                <Anchor
                  size="sm"
                  renderRoot={(props) => <Link {...props} to="/webhooks/$id" params={{ id }} />}
                >
                  {url}
                </Anchor>{" "}
                <Text span size="sm" c="dimmed">
                  {t("types.by", { patterns: patterns.join(", ") })}
                  {!active && ` · ${t("states.inactive")}`}
                </Text>
              </>
            ),
          }))}
        />
      </Panel>
      <Panel title={t("types.starts")}>
        <Names
          none={t("types.startsNothing")}
          items={workflows.map(({ id, name, patterns }) => ({
            id,
            line: (
              <>
                <Anchor
                  size="sm"
                  renderRoot={(props) => <Link {...props} to="/workflows/$id" params={{ id }} />}
                >
                  {name}
                </Anchor>{" "}
                <Text span size="sm" c="dimmed">
                  {t("types.by", { patterns: patterns.join(", ") })}
                </Text>
              </>
            ),
          }))}
        />
      </Panel>
      <Panel title={t("types.jsonSchema")}>
        {schema === null ? (
          <Text size="sm" c="dimmed">
            {t("types.noSchema")}
          </Text>
        ) : (
          <Stack gap="xs">
            <Text size="sm">{`${t("types.onMismatch")} ${t(`types.mismatch.${onMismatch}`)}.`}</Text>
            <JsonView value={schema} label={t("types.jsonSchema")} />
          </Stack>
        )}
      </Panel>
      <Panel title={t("types.example")}>
        {example === null ? (
          <Text size="sm" c="dimmed">
            {t("types.noExample")}
          </Text>
        ) : (
          <JsonView value={example} label={t("types.example")} />
        )}
      </Panel>
    </Stack>
  );
}

function Names({ items, none }: { items: readonly { id: string; line: ReactNode }[]; none: string }) {
  if (items.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {none}
      </Text>
    );
  }
  return (
    <ul className={classes.plain}>
      {items.map(({ id, line }) => (
        <li key={id}>{line}</li>
      ))}
    </ul>
  );
}
