import { Alert, Anchor, Button, Stack, Text } from "@mantine/core";
import type { Subscription } from "@sluice/api/schemas";
import { IconPencil } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, client } from "../../api/client.ts";
import { useOffer } from "../../api/may.ts";
import { ProblemAlert } from "../../api/problem-alert.tsx";
import { ProblemState } from "../../api/problem-state.tsx";
import { useFormat } from "../../i18n/format.ts";
import { PageBody, PageHeader } from "../../ui/page-header.tsx";
import { Panel } from "../../ui/panel.tsx";
import { AttemptLog } from "./attempt-log.tsx";
import { ReceiverPanel } from "./receiver-panel.tsx";
import { schedules, scheduleText } from "./schedule-draft.ts";
import { SchedulePreview } from "./schedule-field.tsx";
import { SubscriptionActions } from "./subscription-actions.tsx";
import { SubscriptionDialog } from "./subscription-dialog.tsx";
import { SubscriptionState } from "./subscription-state.tsx";
import classes from "./webhooks.module.css";

const route = getRouteApi("/signed-in/webhooks/$id");

/** One subscription: what it is, whether it works, and what was sent. */
export function WebhookPage() {
  const { t } = useTranslation("webhooks");
  const { id } = route.useParams();
  const found = useQuery(
    api.webhooks.get.queryOptions({ input: { id }, refetchOnMount: "always", refetchInterval: 5000 }),
  );
  const offer = useOffer("webhooks:write");
  const [editing, setEditing] = useState(false);
  const subscription = found.data;
  const crumbs = [
    <Anchor key="list" component={Link} to="/webhooks">
      {t("title")}
    </Anchor>,
  ];
  return (
    <>
      <PageHeader
        title={subscription?.url ?? t("title")}
        badge={subscription && <SubscriptionState subscription={subscription} />}
        breadcrumbs={crumbs}
        breadcrumbsLabel={t("title")}
        actions={subscription && <SubscriptionActions subscription={subscription} />}
      />
      <PageBody>
        {found.isError && subscription === undefined ? (
          <ProblemState error={found.error} onRetry={() => void found.refetch()} />
        ) : (
          subscription && (
            <Stack gap="md">
              {subscription.disabledReason !== null && <Disabled subscription={subscription} />}
              <Panel
                title={t("settings")}
                actions={
                  <Button
                    size="compact-sm"
                    variant="default"
                    leftSection={<IconPencil size={14} aria-hidden />}
                    onClick={() => setEditing(true)}
                    {...offer}
                  >
                    {t("edit")}
                  </Button>
                }
              >
                <Facts subscription={subscription} />
              </Panel>
              <ReceiverPanel subscription={subscription} />
              <AttemptLog subscriptionId={id} />
            </Stack>
          )
        )}
      </PageBody>
      <SubscriptionDialog opened={editing} stored={subscription} onClose={() => setEditing(false)} />
    </>
  );
}

/** The first message that failed may have waited before it was sent. */
const waitedMs = 60 * 60 * 1000;

/** Why nothing is sent, and the one click that ends it. */
function Disabled({ subscription }: { subscription: Subscription }) {
  const { t } = useTranslation("webhooks");
  const queryClient = useQueryClient();
  const { id, disabledReason, disabledAt, failingSince } = subscription;
  const on = useMutation({
    mutationFn: async () => {
      const begun = Date.parse(failingSince ?? disabledAt ?? new Date().toISOString());
      await client.webhooks.recover({ id, since: new Date(begun - waitedMs).toISOString() });
      // Last: until then it stays disabled, and this stays on the page, to be tried again.
      await client.webhooks.change({ id, active: true });
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: api.webhooks.key() }),
  });
  return (
    <Alert color="red" variant="light" title={t("disabled.title")}>
      <Stack gap="sm" align="flex-start">
        <Text size="sm">{disabledReason !== null && t(`disabled.${disabledReason}`)}</Text>
        <ProblemAlert error={on.error} />
        <Button size="xs" loading={on.isPending} onClick={() => on.mutate()}>
          {t("disabled.on")}
        </Button>
      </Stack>
    </Alert>
  );
}

function Facts({ subscription }: { subscription: Subscription }) {
  const { t } = useTranslation("webhooks");
  const format = useFormat();
  const { url, events, description, headers, ordered, perMinute, pending, oldSecretsUntil } = subscription;
  const waits = subscription.schedule ?? schedules.usual;
  const rows: readonly (readonly [string, ReactNode])[] = [
    [t("url"), url],
    [t("events"), events.join(", ")],
    [t("format"), `${t(`formats.${subscription.format}`)} (${t(`formatHints.${subscription.format}`)})`],
    ...(description === "" ? [] : [[t("description"), description] as const]),
    ...(headers.length === 0 ? [] : [[t("headers"), headers.map(({ name }) => name).join(", ")] as const]),
    ...(ordered ? [[t("ordered"), t("orderedHint")] as const] : []),
    ...(perMinute === null ? [] : [[t("perMinute"), String(perMinute)] as const]),
    ...(subscription.format === "standard"
      ? [[t("signing.label"), t(`signing.kinds.${subscription.signing}`)] as const]
      : []),
    [
      t("schedule.label"),
      <>
        {t("schedule.after", { waits: scheduleText(waits, t("schedule.day")) })}{" "}
        <SchedulePreview waits={waits} />
      </>,
    ],
    [t("disableRule"), t(`disableRules.${subscription.disableRule}`)],
    ...oldSecretsUntil.map((until) => [t("secret"), t("oldSecret", { time: format.time(until) })] as const),
    [
      t("waiting"),
      <Anchor
        key="waiting"
        inherit
        renderRoot={(props) => (
          <Link {...props} to="/webhooks/messages" search={{ subscription: subscription.id }} />
        )}
      >
        {t("pending", { count: pending })}
      </Anchor>,
    ],
  ];
  return (
    <dl className={classes.facts}>
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
