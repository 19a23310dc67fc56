import { IconRoute } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { PagedList } from "../../api/paged-list.tsx";
import { useWorkflowNames } from "../../api/use-workflow-names.ts";
import { useFormat } from "../../i18n/format.ts";
import { NothingListed } from "../../ui/nothing-listed.tsx";
import { PageBody, PageHeader } from "../../ui/page-header.tsx";
import { executionColumns } from "./execution-columns.tsx";
import { ExecutionFilters } from "./execution-filters.tsx";
import { type ExecutionSearch, filterOf } from "./execution-search.ts";

export function ExecutionsPage() {
  const { t } = useTranslation("executions");
  const search: ExecutionSearch = useSearch({ from: "/signed-in/executions" });
  const navigate = useNavigate();
  const { nameOf } = useWorkflowNames();
  const format = useFormat();
  const filter = filterOf(search);
  const list = useInfiniteQuery(
    api.executions.list.infiniteOptions({
      input: (cursor: string | undefined) => ({ ...filter, cursor }),
      initialPageParam: undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
    }),
  );
  const columns = useMemo(() => executionColumns({ t, format, nameOf }), [t, format, nameOf]);
  const change = (next: ExecutionSearch) =>
    void navigate({ to: "/executions", search: { ...search, ...next }, replace: true });
  const filtered = Object.keys(filter).length > 0;

  return (
    <>
      <PageHeader title={t("title")} subtitle={t("subtitle")} />
      <PageBody>
        <ExecutionFilters search={search} onChange={change} />
        <PagedList
          list={list}
          label={t("title")}
          columns={columns}
          rowId={({ id }) => id}
          empty={
            <NothingListed filtered={filtered} icon={IconRoute} title={t(filtered ? "noMatch" : "empty")}>
              {t(filtered ? "noMatchHint" : "emptyHint")}
            </NothingListed>
          }
        />
      </PageBody>
    </>
  );
}
