import { Button, Group, Text } from "@mantine/core";
import type { DeliverySummary } from "@sluice/api/schemas";
import {
  IconArrowBigRightLines,
  IconArrowUp,
  IconPlayerPause,
  IconPlayerPlay,
  IconRepeat,
} from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { ProblemState } from "../../api/problem-state.tsx";
import { useCodeText } from "../../api/problem-text.ts";
import { useWorkflowNames } from "../../api/use-workflow-names.ts";
import { useFormat } from "../../i18n/format.ts";
import { DataTable } from "../../ui/data-table.tsx";
import { NothingListed } from "../../ui/nothing-listed.tsx";
import { PageBody, PageHeader } from "../../ui/page-header.tsx";
import { deliveryColumns, selectionColumn } from "./delivery-columns.tsx";
import { DeliveryFilters } from "./delivery-filters.tsx";
import { type DeliverySearch, filterOf } from "./delivery-search.ts";
import { ReasonCounters } from "./reason-counters.tsx";
import { ReplayDialog, type ReplayDialogProps } from "./replay-dialog.tsx";
import { useHeldBack } from "./use-held-back.ts";

/** One replay takes so many chosen ones. */
const mostChosen = 500;

/** Every request that reached a trigger URL: live, filtered, searched, and run again one or many. */
export function DeliveriesPage() {
  const { t } = useTranslation("deliveries");
  const search: DeliverySearch = useSearch({ from: "/signed-in/deliveries" });
  const navigate = useNavigate();
  const { nameOf } = useWorkflowNames();
  const format = useFormat();
  const reasonText = useCodeText();
  const filter = filterOf(search);
  const { q } = search;
  const list = useInfiniteQuery(
    api.deliveries.list.infiniteOptions({
      input: (cursor: string | undefined) => ({ ...filter, ...(q ? { q } : {}), cursor }),
      initialPageParam: undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
    }),
  );
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [paused, setPaused] = useState(false);
  const [replaying, setReplaying] = useState<ReplayDialogProps["what"] | null>(null);
  const items = list.data?.pages.flatMap((page) => page.items);
  const key = JSON.stringify([filter, q]);
  const { shown, newer, release, top } = useHeldBack({ items, paused: paused || chosen.size > 0, key });
  const choose = (ids: readonly string[], on: boolean) => {
    const next = new Set(chosen);
    for (const id of ids) {
      if (on && next.size < mostChosen) next.add(id);
      else if (!on) next.delete(id);
    }
    setChosen(next);
  };
  const columns = useMemo(
    () => deliveryColumns({ t, format, nameOf, reasonText }),
    [t, format, nameOf, reasonText],
  );
  const change = (next: DeliverySearch) => {
    setChosen(new Set());
    void navigate({ to: "/deliveries", search: { ...search, ...next }, replace: true });
  };
  const filtered = Object.keys(filter).length > 0 || q !== undefined;

  return (
    <>
      <PageHeader
        title={t("title")}
        subtitle={t("subtitle")}
        actions={
          <Button
            variant="default"
            aria-pressed={paused}
            leftSection={
              paused ? <IconPlayerPlay size={16} aria-hidden /> : <IconPlayerPause size={16} aria-hidden />
            }
            onClick={() => setPaused(!paused)}
          >
            {t(paused ? "live.resume" : "live.pause")}
          </Button>
        }
      />
      <PageBody>
        <div ref={top} />
        <DeliveryFilters search={search} onChange={change} />
        <ReasonCounters search={search} onChange={change} />
        <Group gap="xs" mb="sm" mih={30} role="region" aria-label={t("many")}>
          {chosen.size > 0 ? (
            <>
              <Text size="sm" role="status">
                {t("chosen", { count: chosen.size })}
              </Text>
              <Button
                size="compact-md"
                leftSection={<IconRepeat size={16} aria-hidden />}
                onClick={() => setReplaying({ ids: [...chosen] })}
              >
                {t("replay.chosen")}
              </Button>
              <Button size="compact-md" variant="subtle" onClick={() => setChosen(new Set())}>
                {t("choose.none")}
              </Button>
            </>
          ) : (
            filtered &&
            !q &&
            shown !== undefined &&
            shown.length > 0 && (
              <Button
                size="compact-md"
                variant="default"
                leftSection={<IconRepeat size={16} aria-hidden />}
                onClick={() => setReplaying({ filter })}
              >
                {t("replay.all")}
              </Button>
            )
          )}
          {newer > 0 && (
            <Button
              size="compact-md"
              variant="light"
              leftSection={<IconArrowUp size={16} aria-hidden />}
              onClick={() => {
                release();
                top.current?.scrollIntoView({ block: "end" });
              }}
            >
              {t("live.newer", { count: newer })}
            </Button>
          )}
          <Searched searched={list.data?.pages.at(-1)?.searched ?? null} more={list.hasNextPage} />
        </Group>
        {list.isError && items === undefined ? (
          <ProblemState error={list.error} onRetry={() => void list.refetch()} />
        ) : shown?.length === 0 && !list.hasNextPage ? (
          <NothingListed
            filtered={filtered}
            icon={IconArrowBigRightLines}
            title={t(filtered ? "noMatch" : "empty")}
          >
            {t(filtered ? "noMatchHint" : "emptyHint")}
          </NothingListed>
        ) : (
          <DataTable
            label={t("title")}
            columns={[selectionColumn({ t, chosen, onChoose: choose, format }), ...columns]}
            items={shown}
            rowId={({ id }: DeliverySummary) => id}
            hasMore={list.hasNextPage}
            loadingMore={list.isFetchingNextPage}
            onMore={() => void list.fetchNextPage()}
          />
        )}
      </PageBody>
      {replaying && <ReplayDialog what={replaying} onClose={() => setReplaying(null)} />}
    </>
  );
}

/** How a search was answered, and whether there is more to read. */
function Searched(props: {
  searched: { by: "keys" | "ids" | "text"; complete: boolean; read: number } | null;
  more: boolean;
}) {
  const { t } = useTranslation("deliveries");
  const { searched, more } = props;
  if (!searched) return null;
  const { by, read } = searched;
  return (
    <Text size="sm" c="dimmed" role="status">
      {t(`searched.${by}`, { count: read })} {by === "text" && more && t("searched.stopped")}
    </Text>
  );
}
