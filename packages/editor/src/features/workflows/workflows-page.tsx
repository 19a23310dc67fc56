import { Button, TextInput } from "@mantine/core";
import { useDebouncedValue, useDisclosure } from "@mantine/hooks";
import { IconPlus, IconSearch, IconSearchOff, IconTopologyStar3 } from "@tabler/icons-react";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { type ReactNode, useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { ProblemState } from "../../api/problem-state.tsx";
import { DataTable } from "../../ui/data-table.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { lazyPart } from "../../ui/lazy-part.tsx";
import { PageBody, PageHeader } from "../../ui/page-header.tsx";
import { workflowColumns } from "./workflow-columns.tsx";
import classes from "./workflows-page.module.css";

const NewWorkflow = lazyPart(async () => (await import("./new-workflow.tsx")).NewWorkflow);

export function WorkflowsPage() {
  const { t } = useTranslation("workflows");
  const { q } = useSearch({ from: "/signed-in/workflows" });
  const navigate = useNavigate();
  const [typed, setTyped] = useState(q ?? "");
  const [wanted] = useDebouncedValue(typed.trim(), 200);
  const [creating, { open, close }] = useDisclosure(false);
  useEffect(() => {
    void navigate({ to: "/workflows", search: wanted === "" ? {} : { q: wanted }, replace: true });
  }, [wanted, navigate]);

  const list = useInfiniteQuery(
    api.workflows.list.infiniteOptions({
      input: (cursor: string | undefined) => ({ cursor, ...(wanted === "" ? {} : { q: wanted }) }),
      initialPageParam: undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
      placeholderData: keepPreviousData,
    }),
  );
  const items = list.data?.pages.flatMap((page) => page.items);
  const columns = useMemo(() => workflowColumns(t), [t]);
  const noneAtAll = items?.length === 0 && wanted === "" && !list.isPlaceholderData;
  const newButton = (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={open}>
      {t("new.open")}
    </Button>
  );

  return (
    <>
      <PageHeader title={t("title")} actions={noneAtAll ? undefined : newButton} />
      <PageBody>
        {list.isError && items === undefined ? (
          <ProblemState error={list.error} onRetry={() => void list.refetch()} />
        ) : noneAtAll ? (
          <FirstSteps action={newButton} />
        ) : (
          <>
            <TextInput
              type="search"
              className={classes.search ?? ""}
              aria-label={t("search")}
              placeholder={t("search")}
              leftSection={<IconSearch size={16} aria-hidden />}
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
            />
            {items?.length === 0 ? (
              <EmptyState icon={<IconSearchOff size={28} stroke={1.5} />} title={t("noMatch", { q: wanted })}>
                {t("noMatchHint")}
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
          </>
        )}
      </PageBody>
      <NewWorkflow opened={creating} onClose={close} />
    </>
  );
}

/** Nothing here yet: how a first workflow comes to its first delivery. */
function FirstSteps({ action }: { action: ReactNode }) {
  const { t } = useTranslation("workflows");
  return (
    <EmptyState icon={<IconTopologyStar3 size={28} stroke={1.5} />} title={t("first.title")} action={action}>
      {t("first.text")}
      <ol className={classes.steps}>
        <li>{t("first.step1")}</li>
        <li>{t("first.step2")}</li>
        <li>{t("first.step3")}</li>
      </ol>
    </EmptyState>
  );
}
