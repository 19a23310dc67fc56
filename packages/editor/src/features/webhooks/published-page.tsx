import { Group, Modal } from "@mantine/core";
import type { EventSummary } from "@sluice/api/schemas";
import { IconBroadcast } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import type { TFunction } from "i18next";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { PagedList } from "../../api/paged-list.tsx";
import type { Column } from "../../ui/data-table.tsx";
import { FilterSelect } from "../../ui/filter-select.tsx";
import { NothingListed } from "../../ui/nothing-listed.tsx";
import { PageBody, PageHeader } from "../../ui/page-header.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { EventDetail } from "./event-detail.tsx";
import { EventState } from "./event-state.tsx";
import { OutgoingTabs } from "./outgoing-tabs.tsx";
import classes from "./webhooks.module.css";

/** Every event that was published: what it started, what refused it, and to how many it goes. */
export function PublishedPage() {
  const { t } = useTranslation("webhooks");
  const search = useSearch({ from: "/signed-in/webhooks/published" });
  const navigate = useNavigate();
  const { type, event: shown } = search;
  const types = useQuery(api.webhooks.available.queryOptions({ input: { limit: 200 }, staleTime: 60_000 }));
  const list = useInfiniteQuery(
    api.events.list.infiniteOptions({
      input: (cursor: string | undefined) => ({ cursor, type }),
      initialPageParam: undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
      refetchOnMount: "always",
      refetchInterval: 5000,
    }),
  );
  const change = (next: { type?: string | undefined; event?: string | undefined }) =>
    void navigate({ to: "/webhooks/published", search: { type, event: shown, ...next }, replace: true });
  const columns = useMemo(
    () =>
      columnsOf(
        t,
        (id) => void navigate({ to: "/webhooks/published", search: { type, event: id }, replace: true }),
      ),
    [t, navigate, type],
  );
  const names = new Set([...(types.data?.items.map((known) => known.type) ?? []), ...(type ? [type] : [])]);

  return (
    <>
      <PageHeader title={t("published.title")} subtitle={t("published.subtitle")} />
      <PageBody>
        <OutgoingTabs />
        <Group gap="xs" mb="md">
          <FilterSelect
            label={t("event")}
            value={type}
            options={[...names].map((value) => ({ value, label: value }))}
            onChange={(value) => change({ type: value })}
            width={260}
          />
        </Group>
        <PagedList
          list={list}
          label={t("published.title")}
          columns={columns}
          rowId={({ id }) => id}
          empty={
            <NothingListed
              filtered={type !== undefined}
              icon={IconBroadcast}
              title={t(type === undefined ? "published.empty" : "published.noMatch")}
            >
              {t(type === undefined ? "published.emptyHint" : "published.noMatchHint")}
            </NothingListed>
          }
        />
      </PageBody>
      <Modal
        opened={shown !== undefined}
        onClose={() => change({ event: undefined })}
        title={t("event")}
        size="xl"
      >
        {shown !== undefined && <EventDetail id={shown} onClose={() => change({ event: undefined })} />}
      </Modal>
    </>
  );
}

function columnsOf(t: TFunction<"webhooks">, onOpen: (id: string) => void): Column<EventSummary>[] {
  return [
    { id: "time", title: t("time"), cell: ({ receivedAt }) => <RelativeTime iso={receivedAt} /> },
    {
      id: "event",
      title: t("event"),
      share: "40%",
      cell: ({ id, type }) => (
        <button type="button" className={classes.open} onClick={() => onOpen(id)}>
          {type}
        </button>
      ),
    },
    { id: "source", title: t("published.source"), cell: ({ source }) => t(`published.sources.${source}`) },
    { id: "started", title: t("published.started"), end: true, cell: ({ started }) => started },
    { id: "messages", title: t("tabs.messages"), end: true, cell: ({ messages }) => messages },
    { id: "state", title: t("state"), share: "30%", cell: (event) => <EventState event={event} /> },
  ];
}
