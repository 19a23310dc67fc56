import { Button } from "@mantine/core";
import type { Credential } from "@sluice/api/schemas";
import { IconKey, IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { useMay, useOffer } from "../../api/may.ts";
import { ProblemState } from "../../api/problem-state.tsx";
import { DataTable } from "../../ui/data-table.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { PageBody, PageHeader } from "../../ui/page-header.tsx";
import { CredentialDialog } from "../credential-form/credential-form.tsx";
import { ConnectResult } from "./connect-result.tsx";
import { credentialColumns } from "./credential-columns.tsx";
import { DeleteCredential } from "./delete-credential.tsx";
import { TestCredential } from "./test-credential.tsx";

/** Credentials of this instance: what nodes send along when they call other systems. */
export function CredentialsPage() {
  const { t } = useTranslation("credentials");
  // Who uses what changes with every saved draft, of which no news tells this list.
  const list = useQuery(api.credentials.list.queryOptions({ refetchOnMount: "always" }));
  const [editing, setEditing] = useState<Credential | "new" | null>(null);
  const [testing, setTesting] = useState<Credential | null>(null);
  const [deleting, setDeleting] = useState<Credential | null>(null);
  const mayWrite = useMay("credentials:write");
  const columns = useMemo(
    () => credentialColumns({ t, mayWrite, onEdit: setEditing, onTest: setTesting, onDelete: setDeleting }),
    [t, mayWrite],
  );
  const items = list.data?.items;
  const none = items?.length === 0;
  const newButton = (
    <Button
      leftSection={<IconPlus size={16} aria-hidden />}
      onClick={() => setEditing("new")}
      {...useOffer("credentials:write")}
    >
      {t("new")}
    </Button>
  );
  return (
    <>
      <PageHeader title={t("title")} subtitle={t("subtitle")} actions={none ? undefined : newButton} />
      <PageBody>
        <ConnectResult credentials={items} />
        {list.isError && items === undefined ? (
          <ProblemState error={list.error} onRetry={() => void list.refetch()} />
        ) : none ? (
          <EmptyState icon={<IconKey size={28} stroke={1.5} />} title={t("empty")} action={newButton}>
            {t("emptyHint")}
          </EmptyState>
        ) : (
          <DataTable label={t("title")} columns={columns} items={items} rowId={({ id }) => id} />
        )}
      </PageBody>
      <CredentialDialog credential={editing} onClose={() => setEditing(null)} />
      <TestCredential credential={testing} onClose={() => setTesting(null)} />
      <DeleteCredential credential={deleting} onClose={() => setDeleting(null)} />
    </>
  );
}
