import { Button, Stack } from "@mantine/core";
import type { Connector } from "@sluice/api/schemas";
import { IconPlug, IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { ProblemState } from "../../api/problem-state.tsx";
import { DataTable } from "../../ui/data-table.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { PageBody, PageHeader } from "../../ui/page-header.tsx";
import { ChangeConnector } from "./change-connector.tsx";
import { connectorColumns } from "./connector-columns.tsx";
import { ConnectorOperations } from "./connector-operations.tsx";
import { DeleteConnector } from "./delete-connector.tsx";
import { ImportConnector, type Importing } from "./import-connector.tsx";
import { ShippedConnectors } from "./shipped-connectors.tsx";

/** Other systems whose operations are ready nodes. */
export function ConnectorsPage() {
  const { t } = useTranslation("connectors");
  // Who uses what changes with every saved draft, of which no news tells this list.
  const list = useQuery(api.connectors.list.queryOptions({ refetchOnMount: "always" }));
  const [importing, setImporting] = useState<Importing | null>(null);
  const [showing, setShowing] = useState<Connector | null>(null);
  const [changing, setChanging] = useState<Connector | null>(null);
  const [deleting, setDeleting] = useState<Connector | null>(null);
  const columns = useMemo(() => {
    const onAgain = (connector: Connector) => setImporting({ kind: "again", connector });
    return connectorColumns({ t, onShow: setShowing, onAgain, onChange: setChanging, onDelete: setDeleting });
  }, [t]);
  const items = list.data?.items;
  const none = items?.length === 0;
  const newButton = (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setImporting({ kind: "new" })}>
      {t("new")}
    </Button>
  );
  return (
    <>
      <PageHeader title={t("title")} subtitle={t("subtitle")} actions={none ? undefined : newButton} />
      <PageBody>
        {list.isError && items === undefined ? (
          <ProblemState error={list.error} onRetry={() => void list.refetch()} />
        ) : (
          <Stack gap="xl">
            {none ? (
              <EmptyState icon={<IconPlug size={28} stroke={1.5} />} title={t("empty")} action={newButton}>
                {t("emptyHint")}
              </EmptyState>
            ) : (
              <DataTable label={t("title")} columns={columns} items={items} rowId={({ id }) => id} />
            )}
            <ShippedConnectors onAdd={(shipped) => setImporting({ kind: "shipped", shipped })} />
          </Stack>
        )}
      </PageBody>
      <ImportConnector importing={importing} onClose={() => setImporting(null)} />
      <ConnectorOperations connector={showing} onClose={() => setShowing(null)} />
      <ChangeConnector connector={changing} onClose={() => setChanging(null)} />
      <DeleteConnector connector={deleting} onClose={() => setDeleting(null)} />
    </>
  );
}
