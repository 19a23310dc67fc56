import { Group } from "@mantine/core";
import { executionStatuses } from "@sluice/api/schemas";
import { IconFilterOff, IconRoute } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { ProblemState } from "../../api/problem-state.tsx";
import { useWorkflowNames } from "../../api/use-workflow-names.ts";
import { useFormat } from "../../i18n/format.ts";
import { DataTable } from "../../ui/data-table.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { FilterSelect } from "../../ui/filter-select.tsx";
import { PageBody, PageHeader } from "../../ui/page-header.tsx";
import { executionColumns } from "./execution-columns.tsx";

export function ExecutionsPage() {
  const { t } = useTranslation("executions");
  const search = useSearch({ from: "/signed-in/executions" });
  const { workflowId } = search;
  const status = executionStatuses.find((known) => known === search.status);
  const navigate = useNavigate();
  const { options, nameOf } = useWorkflowNames();
  const format = useFormat();
  const list = useInfiniteQuery(
    api.executions.list.infiniteOptions({
      input: (cursor: string | undefined) => ({ cursor, workflowId, status }),
      initialPageParam: undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
    }),
  );
  const columns = useMemo(() => executionColumns({ t, format, nameOf }), [t, format, nameOf]);
  const filter = (change: { workflowId?: string | undefined; status?: string | undefined }) =>
    void navigate({ to: "/executions", search: { ...search, ...change }, replace: true });
  const items = list.data?.pages.flatMap((page) => page.items);
  const filtered = workflowId !== undefined || status !== undefined;

  return (
    <>
      <PageHeader title={t("title")} subtitle={t("subtitle")} />
      <PageBody>
        <Group gap="xs" mb="md">
          <FilterSelect
            label={t("filter.workflow")}
            value={workflowId}
            options={options}
            onChange={(value) => filter({ workflowId: value })}
            width={220}
          />
          <FilterSelect
            label={t("filter.status")}
            value={status}
            options={executionStatuses.map((value) => ({ value, label: t(`status.${value}`) }))}
            onChange={(value) => filter({ status: value })}
            width={180}
          />
        </Group>
        {list.isError && items === undefined ? (
          <ProblemState error={list.error} onRetry={() => void list.refetch()} />
        ) : items?.length === 0 ? (
          <EmptyState
            icon={filtered ? <IconFilterOff size={28} stroke={1.5} /> : <IconRoute size={28} stroke={1.5} />}
            title={t(filtered ? "noMatch" : "empty")}
          >
            {t(filtered ? "noMatchHint" : "emptyHint")}
          </EmptyState>
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
