import { Button, Text } from "@mantine/core";
import type { Subscription } from "@sluice/api/schemas";
import { IconPlus, IconSend } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { TFunction } from "i18next";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { useOffer } from "../../api/may.ts";
import { PagedList } from "../../api/paged-list.tsx";
import type { Column } from "../../ui/data-table.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { PageBody, PageHeader } from "../../ui/page-header.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { OutgoingTabs } from "./outgoing-tabs.tsx";
import { SubscriptionDialog } from "./subscription-dialog.tsx";
import { SubscriptionState } from "./subscription-state.tsx";
import classes from "./webhooks.module.css";

/** Who is sent which events. */
export function WebhooksPage() {
  const { t } = useTranslation("webhooks");
  const list = useInfiniteQuery(
    api.webhooks.list.infiniteOptions({
      input: (cursor: string | undefined) => ({ cursor }),
      initialPageParam: undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
      refetchOnMount: "always",
    }),
  );
  const [open, setOpen] = useState(false);
  const columns = useMemo(() => columnsOf(t), [t]);
  const items = list.data?.pages.flatMap((page) => page.items);
  const none = items?.length === 0;
  const newButton = (
    <Button
      leftSection={<IconPlus size={16} aria-hidden />}
      onClick={() => setOpen(true)}
      {...useOffer("webhooks:write")}
    >
      {t("new")}
    </Button>
  );
  return (
    <>
      <PageHeader title={t("title")} subtitle={t("subtitle")} actions={none ? undefined : newButton} />
      <PageBody>
        <OutgoingTabs />
        <PagedList
          list={list}
          label={t("title")}
          columns={columns}
          rowId={({ id }) => id}
          empty={
            <EmptyState icon={<IconSend size={28} stroke={1.5} />} title={t("empty")} action={newButton}>
              {t("emptyHint")}
            </EmptyState>
          }
        />
      </PageBody>
      <SubscriptionDialog opened={open} stored={undefined} onClose={() => setOpen(false)} />
    </>
  );
}

function columnsOf(t: TFunction<"webhooks">): Column<Subscription>[] {
  return [
    {
      id: "url",
      title: t("url"),
      share: "38%",
      cell: ({ id, url, description }) => (
        <>
          <Link to="/webhooks/$id" params={{ id }} title={url} className={classes.url ?? ""}>
            {url}
          </Link>
          {description !== "" && <div className={classes.note}>{description}</div>}
        </>
      ),
    },
    {
      id: "events",
      title: t("events"),
      share: "26%",
      cell: ({ events }) => (
        <span className="sluice-mono" title={events.join(", ")}>
          {events.join(", ")}
        </span>
      ),
    },
    { id: "format", title: t("format"), cell: ({ format }) => t(`formats.${format}`) },
    {
      id: "state",
      title: t("state"),
      cell: (subscription) => <SubscriptionState subscription={subscription} />,
    },
    {
      id: "pending",
      title: t("waiting"),
      end: true,
      cell: ({ pending }) => (
        <Text span size="sm" {...(pending === 0 ? { c: "dimmed" } : {})}>
          {pending}
        </Text>
      ),
    },
    { id: "made", title: t("made"), cell: ({ created_at }) => <RelativeTime iso={created_at} /> },
  ];
}
