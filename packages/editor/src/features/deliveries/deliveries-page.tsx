import { Group } from "@mantine/core";
import { verdicts } from "@sluice/api/schemas";
import { IconArrowBigRightLines, IconFilterOff } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { ProblemState } from "../../api/problem-state.tsx";
import { useCodeText } from "../../api/problem-text.ts";
import { useWorkflowNames } from "../../api/use-workflow-names.ts";
import { useFormat } from "../../i18n/format.ts";
import { DataTable } from "../../ui/data-table.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { FilterSelect } from "../../ui/filter-select.tsx";
import { PageBody, PageHeader } from "../../ui/page-header.tsx";
import { deliveryColumns } from "./delivery-columns.tsx";
import { refusals } from "./refusals.ts";

export function DeliveriesPage() {
  const { t } = useTranslation("deliveries");
  const search = useSearch({ from: "/signed-in/deliveries" });
  const verdict = verdicts.find((known) => known === search.verdict);
  const { workflowId, reason } = search;
  const navigate = useNavigate();
  const names = useWorkflowNames();
  const format = useFormat();
  const reasonText = useCodeText();
  const list = useInfiniteQuery(
    api.deliveries.list.infiniteOptions({
      input: (cursor: string | undefined) => ({ cursor, workflowId, verdict, reason }),
      initialPageParam: undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
    }),
  );
  const { nameOf } = names;
  const columns = useMemo(
    () => deliveryColumns({ t, format, nameOf, reasonText }),
    [t, format, nameOf, reasonText],
  );
  const filter = (change: {
    workflowId?: string | undefined;
    verdict?: string | undefined;
    reason?: string | undefined;
  }) => void navigate({ to: "/deliveries", search: { ...search, ...change }, replace: true });
  const items = list.data?.pages.flatMap((page) => page.items);
  const filtered = workflowId !== undefined || verdict !== undefined || reason !== undefined;

  return (
    <>
      <PageHeader title={t("title")} subtitle={t("subtitle")} />
      <PageBody>
        <Group gap="xs" mb="md">
          <FilterSelect
            label={t("filter.workflow")}
            value={workflowId}
            options={names.options}
            onChange={(value) => filter({ workflowId: value })}
            width={220}
          />
          <FilterSelect
            label={t("filter.verdict")}
            value={verdict}
            options={verdicts.map((value) => ({ value, label: t(`verdict.${value}`) }))}
            onChange={(value) => filter({ verdict: value })}
            width={160}
          />
          <FilterSelect
            label={t("filter.reason")}
            value={reason}
            options={refusals.map((value) => ({ value, label: reasonText(value).title }))}
            onChange={(value) => filter({ reason: value })}
            width={300}
          />
        </Group>
        {list.isError && items === undefined ? (
          <ProblemState error={list.error} onRetry={() => void list.refetch()} />
        ) : items?.length === 0 ? (
          filtered ? (
            <EmptyState icon={<IconFilterOff size={28} stroke={1.5} />} title={t("noMatch")}>
              {t("noMatchHint")}
            </EmptyState>
          ) : (
            <EmptyState icon={<IconArrowBigRightLines size={28} stroke={1.5} />} title={t("empty")}>
              {t("emptyHint")}
            </EmptyState>
          )
        ) : (
          <DataTable
            label={t("title")}
            columns={columns}
            items={items}
            rowId={({ id }) => id}
            hasMore={list.hasNextPage}
            loadingMore={list.isFetchingNextPage}
            onMore={() => void list.fetchNextPage()}
          />
        )}
      </PageBody>
    </>
  );
}
