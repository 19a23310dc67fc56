import { Button, Group, Menu, Text } from "@mantine/core";
import { auditFormats } from "@sluice/api/schemas";
import { IconDownload, IconHistory } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { PagedList } from "../../api/paged-list.tsx";
import { useCodeText } from "../../api/problem-text.ts";
import { useFormat } from "../../i18n/format.ts";
import { NothingListed } from "../../ui/nothing-listed.tsx";
import { PageBody, PageHeader } from "../../ui/page-header.tsx";
import { auditColumns } from "./audit-columns.tsx";
import { AuditFilters } from "./audit-filters.tsx";
import { type AuditSearch, exportPath, filterOf } from "./audit-search.ts";

/** Who did what, filtered, and as a file. */
export function AuditPage() {
  const { t } = useTranslation("audit");
  const format = useFormat();
  const search: AuditSearch = useSearch({ from: "/signed-in/audit" });
  const navigate = useNavigate();
  const problemText = useCodeText();
  const filter = filterOf(search);
  const list = useInfiniteQuery(
    api.audit.list.infiniteOptions({
      input: (cursor: string | undefined) => ({ ...filter, cursor }),
      initialPageParam: undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
    }),
  );
  const items = list.data?.pages.flatMap((page) => page.items);
  const columns = useMemo(() => auditColumns({ t, problemText, format }), [t, problemText, format]);
  const change = (next: AuditSearch) =>
    void navigate({ to: "/audit", search: { ...search, ...next }, replace: true });
  const filtered = Object.keys(filter).length > 0;
  return (
    <>
      <PageHeader
        title={t("title")}
        subtitle={t("subtitle")}
        actions={
          <Menu position="bottom-end">
            <Menu.Target>
              <Button variant="default" leftSection={<IconDownload size={16} aria-hidden />}>
                {t("export")}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              {auditFormats.map((format) => (
                <Menu.Item key={format} component="a" href={exportPath(filter, format)} download>
                  {format.toUpperCase()}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        }
      />
      <PageBody>
        <AuditFilters search={search} onChange={change} />
        {search.object !== undefined && (
          <Group gap="xs" mb="sm">
            <Text size="sm">
              {t("onlyObject", {
                name: items?.find(({ object }) => object?.name)?.object?.name ?? search.object,
              })}
            </Text>
            <Button size="compact-sm" variant="subtle" onClick={() => change({ object: undefined })}>
              {t("allObjects")}
            </Button>
          </Group>
        )}
        <PagedList
          list={list}
          label={t("title")}
          columns={columns}
          rowId={({ id }) => id}
          empty={
            <NothingListed filtered={filtered} icon={IconHistory} title={t(filtered ? "noMatch" : "empty")}>
              {t(filtered ? "noMatchHint" : "emptyHint")}
            </NothingListed>
          }
        />
      </PageBody>
    </>
  );
}
