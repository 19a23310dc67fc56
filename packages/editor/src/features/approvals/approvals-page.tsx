import { SegmentedControl } from "@mantine/core";
import { IconUserCheck } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { ProblemState } from "../../api/problem-state.tsx";
import { useWorkflowNames } from "../../api/use-workflow-names.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { PageBody, PageHeader } from "../../ui/page-header.tsx";
import { ApprovalList } from "./approval-list.tsx";

/** What waits for a person, and what was decided. */
export function ApprovalsPage() {
  const { t } = useTranslation("approvals");
  const state = useSearch({ from: "/signed-in/approvals" }).state === "decided" ? "decided" : "open";
  const navigate = useNavigate();
  const { nameOf } = useWorkflowNames();
  const list = useInfiniteQuery(
    api.approvals.list.infiniteOptions({
      input: (cursor: string | undefined) => ({ cursor, state }),
      initialPageParam: undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
    }),
  );
  const items = list.data?.pages.flatMap((page) => page.items);
  return (
    <>
      <PageHeader title={t("title")} subtitle={t("subtitle")} />
      <PageBody>
        <SegmentedControl
          aria-label={t("filter")}
          mb="md"
          value={state}
          data={[
            { value: "open", label: t("open") },
            { value: "decided", label: t("decided") },
          ]}
          onChange={(value) =>
            void navigate({
              to: "/approvals",
              search: value === "decided" ? { state: "decided" } : {},
              replace: true,
            })
          }
        />
        {list.isError && items === undefined ? (
          <ProblemState error={list.error} onRetry={() => void list.refetch()} />
        ) : items?.length === 0 ? (
          <EmptyState icon={<IconUserCheck size={28} stroke={1.5} />} title={t(`empty.${state}`)}>
            {t(`emptyHint.${state}`)}
          </EmptyState>
        ) : (
          <ApprovalList
            items={items}
            nameOf={nameOf}
            hasMore={list.hasNextPage}
            loadingMore={list.isFetchingNextPage}
            onMore={() => void list.fetchNextPage()}
          />
        )}
      </PageBody>
    </>
  );
}
