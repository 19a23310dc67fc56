import { Group, Modal } from "@mantine/core";
import { messageStatuses } from "@sluice/api/schemas";
import { IconMailForward } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { PagedList } from "../../api/paged-list.tsx";
import { useFormat } from "../../i18n/format.ts";
import { FilterSelect } from "../../ui/filter-select.tsx";
import { NothingListed } from "../../ui/nothing-listed.tsx";
import { PageBody, PageHeader } from "../../ui/page-header.tsx";
import { messageColumns } from "./message-columns.tsx";
import { MessageDetail } from "./message-detail.tsx";
import { OutgoingTabs } from "./outgoing-tabs.tsx";

/** Every message of every subscription: what waits, what arrived, what did not. */
export function MessagesPage() {
  const { t } = useTranslation("webhooks");
  const format = useFormat();
  const search = useSearch({ from: "/signed-in/webhooks/messages" });
  const navigate = useNavigate();
  const [shown, setShown] = useState<string | null>(null);
  const { subscription: subscriptionId, event } = search;
  const status = messageStatuses.find((known) => known === search.status);
  const subscriptions = useQuery(
    api.webhooks.list.queryOptions({ input: { limit: 200 }, staleTime: 60_000 }),
  );
  const types = useQuery(api.webhooks.available.queryOptions({ input: { limit: 200 }, staleTime: 60_000 }));
  const list = useInfiniteQuery(
    api.webhooks.messages.infiniteOptions({
      input: (cursor: string | undefined) => ({ cursor, subscriptionId, status, event }),
      initialPageParam: undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
      refetchOnMount: "always",
      refetchInterval: 5000,
    }),
  );
  const columns = useMemo(() => messageColumns({ t, time: format.time, onOpen: setShown }), [t, format]);
  const filter = (change: { [Name in "subscription" | "status" | "event"]?: string | undefined }) =>
    void navigate({ to: "/webhooks/messages", search: { ...search, ...change }, replace: true });
  const filtered = subscriptionId !== undefined || status !== undefined || event !== undefined;
  const names = new Set([...(types.data?.items.map(({ type }) => type) ?? []), ...(event ? [event] : [])]);

  return (
    <>
      <PageHeader title={t("messages.title")} subtitle={t("messages.subtitle")} />
      <PageBody>
        <OutgoingTabs />
        <Group gap="xs" mb="md">
          <FilterSelect
            label={t("state")}
            value={status}
            options={messageStatuses.map((value) => ({ value, label: t(`messages.states.${value}`) }))}
            onChange={(value) => filter({ status: value })}
            width={160}
          />
          <FilterSelect
            label={t("messages.to")}
            value={subscriptionId}
            options={(subscriptions.data?.items ?? []).map(({ id, url }) => ({ value: id, label: url }))}
            onChange={(value) => filter({ subscription: value })}
            width={300}
          />
          <FilterSelect
            label={t("event")}
            value={event}
            options={[...names].map((value) => ({ value, label: value }))}
            onChange={(value) => filter({ event: value })}
            width={220}
          />
        </Group>
        <PagedList
          list={list}
          label={t("messages.title")}
          columns={columns}
          rowId={({ id }) => id}
          empty={
            <NothingListed
              filtered={filtered}
              icon={IconMailForward}
              title={t(filtered ? "messages.noMatch" : "messages.empty")}
            >
              {t(filtered ? "messages.noMatchHint" : "messages.emptyHint")}
            </NothingListed>
          }
        />
      </PageBody>
      <Modal opened={shown !== null} onClose={() => setShown(null)} title={t("messages.detail")} size="xl">
        {shown !== null && <MessageDetail id={shown} onClose={() => setShown(null)} />}
      </Modal>
    </>
  );
}
