import { Button, Group } from "@mantine/core";
import type { CatalogueEvent } from "@sluice/api/schemas";
import { IconFilterOff, IconPlus } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { TFunction } from "i18next";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { useOffer } from "../../api/may.ts";
import { PagedList } from "../../api/paged-list.tsx";
import type { Column } from "../../ui/data-table.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { PageBody, PageHeader } from "../../ui/page-header.tsx";
import { SearchField } from "../../ui/search-field.tsx";
import { EventTypeDialog } from "./event-type-dialog.tsx";
import { OutgoingTabs } from "./outgoing-tabs.tsx";
import classes from "./webhooks.module.css";

/** The catalogue: which events there are. */
export function EventTypesPage() {
  const { t } = useTranslation("webhooks");
  const [q, setQ] = useState<string>();
  const [open, setOpen] = useState(false);
  const list = useInfiniteQuery(
    api.webhooks.available.infiniteOptions({
      input: (cursor: string | undefined) => ({ cursor, ...(q === undefined ? {} : { q }) }),
      initialPageParam: undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
      refetchOnMount: "always",
    }),
  );
  const columns = useMemo(() => columnsOf(t), [t]);
  return (
    <>
      <PageHeader
        title={t("types.title")}
        subtitle={t("types.subtitle")}
        actions={
          <Button
            leftSection={<IconPlus size={16} aria-hidden />}
            onClick={() => setOpen(true)}
            {...useOffer("workflows:write")}
          >
            {t("types.new")}
          </Button>
        }
      />
      <PageBody>
        <OutgoingTabs />
        <Group mb="md">
          <SearchField
            label={t("types.search")}
            value={q}
            onSearch={(text) => setQ(text?.toLowerCase())}
            width={320}
          />
        </Group>
        <PagedList
          list={list}
          label={t("types.title")}
          columns={columns}
          rowId={({ type }) => type}
          empty={<EmptyState icon={<IconFilterOff size={28} stroke={1.5} />} title={t("types.noMatch")} />}
        />
      </PageBody>
      <EventTypeDialog opened={open} stored={undefined} onClose={() => setOpen(false)} />
    </>
  );
}

function columnsOf(t: TFunction<"webhooks">): Column<CatalogueEvent>[] {
  return [
    {
      id: "type",
      title: t("types.type"),
      share: "32%",
      cell: ({ type }) => (
        <Link to="/webhooks/event" search={{ type }} className={classes.url ?? ""}>
          {type}
        </Link>
      ),
    },
    {
      id: "description",
      title: t("types.description"),
      share: "45%",
      cell: ({ description }) => <span title={description}>{description}</span>,
    },
    { id: "origin", title: t("types.origin"), cell: ({ origin }) => t(`types.origins.${origin}`) },
    {
      id: "schema",
      title: t("types.schema"),
      cell: ({ schema, onMismatch }) =>
        schema === null ? "–" : t(onMismatch === "refuse" ? "types.insists" : "types.has"),
    },
  ];
}
