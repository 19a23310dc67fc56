import { Anchor, Button, Text } from "@mantine/core";
import type { TrashedWorkflow } from "@sluice/api/schemas";
import { IconTrash } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { useMay } from "../../api/may.ts";
import { PagedList } from "../../api/paged-list.tsx";
import { useFormat } from "../../i18n/format.ts";
import type { Column } from "../../ui/data-table.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { PageBody, PageHeader } from "../../ui/page-header.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { useUntrash } from "./use-untrash.ts";
import classes from "./workflows-page.module.css";

/** Workflows that were deleted, and the way back. */
export function TrashPage() {
  const { t } = useTranslation("workflows");
  const list = useInfiniteQuery(
    api.workflows.trashed.infiniteOptions({
      input: (cursor: string | undefined) => ({ cursor }),
      initialPageParam: undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
    }),
  );
  const columns = useColumns();
  return (
    <>
      <PageHeader
        title={t("trash.title")}
        breadcrumbsLabel={t("title")}
        breadcrumbs={[
          <Anchor key="workflows" component={Link} to="/workflows">
            {t("trash.back")}
          </Anchor>,
        ]}
      />
      <PageBody>
        <PagedList
          list={list}
          label={t("trash.title")}
          columns={columns}
          rowId={({ id }) => id}
          hint={
            <Text size="sm" c="dimmed" mb="md" maw={760}>
              {t("trash.hint")}
            </Text>
          }
          empty={
            <EmptyState icon={<IconTrash size={28} stroke={1.5} />} title={t("trash.empty")}>
              {t("trash.emptyHint")}
            </EmptyState>
          }
        />
      </PageBody>
    </>
  );
}

function useColumns(): Column<TrashedWorkflow>[] {
  const { t } = useTranslation("workflows");
  const format = useFormat();
  const untrash = useUntrash();
  const mayWrite = useMay("workflows:write");
  return [
    {
      id: "name",
      title: t("column.name"),
      share: "40%",
      cell: ({ name, folder, tags }) => (
        <>
          <span title={name}>{name}</span>
          <div className={classes.mode}>
            {[...(folder === "" ? [] : [folder]), ...tags.map((tag) => `#${tag}`)].join(" · ")}
          </div>
        </>
      ),
    },
    {
      id: "was",
      title: t("trash.was"),
      cell: ({ published }) =>
        published === null ? t("trash.draft") : t("trash.published", { version: published }),
    },
    {
      id: "deleted",
      title: t("trash.deleted"),
      cell: ({ deletedAt }) => <RelativeTime iso={deletedAt} />,
    },
    { id: "gone", title: t("trash.gone"), cell: ({ goneAt }) => format.time(goneAt) },
    ...(mayWrite
      ? [
          {
            id: "actions",
            title: t("trash.actions"),
            titleHidden: true,
            end: true,
            cell: ({ id, name }: TrashedWorkflow) => (
              <Button
                size="xs"
                variant="default"
                aria-label={t("trash.restoreOf", { name })}
                loading={untrash.isPending && untrash.variables?.id === id}
                onClick={() => untrash.mutate({ id })}
              >
                {t("trash.restore")}
              </Button>
            ),
          },
        ]
      : []),
  ];
}
