import { Button, Group } from "@mantine/core";
import { useDebouncedValue, useDisclosure } from "@mantine/hooks";
import { IconFileUpload, IconPlus, IconSearchOff, IconTopologyStar3, IconTrash } from "@tabler/icons-react";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { useMay } from "../../api/may.ts";
import { ProblemState } from "../../api/problem-state.tsx";
import { loadCanvasTexts } from "../../i18n/i18n.ts";
import { DataTable } from "../../ui/data-table.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { lazyPart } from "../../ui/lazy-part.tsx";
import { PageBody, PageHeader } from "../../ui/page-header.tsx";
import { useDroppedFile } from "../import-workflow/use-dropped-file.ts";
import { FirstSteps } from "./first-steps.tsx";
import { workflowColumns } from "./workflow-columns.tsx";
import { unfiled, WorkflowFilters } from "./workflow-filters.tsx";

const NewWorkflow = lazyPart(async () => (await import("./new-workflow.tsx")).NewWorkflow);

const ImportWorkflow = lazyPart(async () => {
  const [{ ImportWorkflow: Part }] = await Promise.all([
    import("../import-workflow/import-workflow.tsx"),
    loadCanvasTexts(),
  ]);
  return Part;
});

export function WorkflowsPage() {
  const { t } = useTranslation("workflows");
  const { q, folder, tag } = useSearch({ from: "/signed-in/workflows" });
  const navigate = useNavigate();
  const [typed, setTyped] = useState(q ?? "");
  const [wanted] = useDebouncedValue(typed.trim(), 200);
  const [creating, { open, close }] = useDisclosure(false);
  const [importing, setImporting] = useState<{ dropped: string | null } | null>(null);
  const mayWrite = useMay("workflows:write");
  const drop = useCallback(
    (dropped: string) => {
      if (mayWrite) setImporting({ dropped });
    },
    [mayWrite],
  );
  useDroppedFile(drop);
  // The guide stays although the list is not empty any more once it has made its workflow.
  const [guided, setGuided] = useState(false);
  useEffect(() => {
    void navigate({
      to: "/workflows",
      search: ({ q: _, ...others }) => (wanted === "" ? others : { ...others, q: wanted }),
      replace: true,
    });
  }, [wanted, navigate]);
  const filter = (change: { folder?: string | undefined; tag?: string | undefined }) =>
    void navigate({ to: "/workflows", search: (before) => ({ ...before, ...change }), replace: true });

  const list = useInfiniteQuery(
    api.workflows.list.infiniteOptions({
      input: (cursor: string | undefined) => ({
        cursor,
        ...(wanted === "" ? {} : { q: wanted }),
        ...(folder === undefined ? {} : { folder: folder === unfiled ? "" : folder }),
        ...(tag === undefined ? {} : { tag }),
      }),
      initialPageParam: undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
      placeholderData: keepPreviousData,
    }),
  );
  const items = list.data?.pages.flatMap((page) => page.items);
  const columns = useMemo(() => workflowColumns(t), [t]);
  const filtered = wanted !== "" || folder !== undefined || tag !== undefined;
  const noneAtAll = items?.length === 0 && !filtered && !list.isPlaceholderData;
  const newButton = (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={open}>
      {t("new.open")}
    </Button>
  );

  const importButton = (
    <Button
      variant="default"
      leftSection={<IconFileUpload size={16} aria-hidden />}
      onClick={() => setImporting({ dropped: null })}
    >
      {t("import")}
    </Button>
  );
  const buttons = (
    <Group gap="xs" justify="center">
      {importButton}
      {newButton}
    </Group>
  );

  const trashLink = (
    <Button
      variant="subtle"
      color="gray"
      leftSection={<IconTrash size={16} aria-hidden />}
      renderRoot={(props) => <Link {...props} to="/workflows/trash" />}
    >
      {t("trash.open")}
    </Button>
  );

  return (
    <>
      <PageHeader
        title={t("title")}
        actions={
          <>
            {trashLink}
            {noneAtAll || guided || !mayWrite ? null : buttons}
          </>
        }
      />
      <PageBody>
        {list.isError && items === undefined ? (
          <ProblemState error={list.error} onRetry={() => void list.refetch()} />
        ) : noneAtAll && !mayWrite ? (
          <EmptyState icon={<IconTopologyStar3 size={28} stroke={1.5} />} title={t("noneYet")}>
            {t("noneYetHint")}
          </EmptyState>
        ) : noneAtAll || guided ? (
          <FirstSteps
            action={buttons}
            guided={guided}
            onGuide={() => setGuided(true)}
            onDone={() => setGuided(false)}
          />
        ) : (
          <>
            <WorkflowFilters typed={typed} onTyped={setTyped} folder={folder} tag={tag} onChange={filter} />
            {items?.length === 0 ? (
              <EmptyState
                icon={<IconSearchOff size={28} stroke={1.5} />}
                title={wanted === "" ? t("noneHere") : t("noMatch", { q: wanted })}
              >
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
      {importing !== null && (
        <ImportWorkflow
          key={importing.dropped ?? ""}
          dropped={importing.dropped}
          onClose={() => setImporting(null)}
        />
      )}
    </>
  );
}
