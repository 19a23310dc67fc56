import { Button, Stack } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconLock, IconUserPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { useMay } from "../../api/may.ts";
import { ProblemState } from "../../api/problem-state.tsx";
import { useSession } from "../../api/session.ts";
import { DataTable } from "../../ui/data-table.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { PageBody, PageHeader } from "../../ui/page-header.tsx";
import { InvitationsPanel } from "./invitations-panel.tsx";
import { InviteDialog } from "./invite-dialog.tsx";
import { LinkDialog, type ShownLink } from "./link-dialog.tsx";
import { personColumns } from "./person-columns.tsx";

/** No news tell of somebody who accepts an invitation: the lists are read again so often. */
const refreshMs = 10_000;

/** Who may come in, and what each may do: for owners. */
export function PeoplePage() {
  const { t } = useTranslation("people");
  if (!useMay("*")) {
    return (
      <>
        <PageHeader title={t("title")} />
        <PageBody>
          <EmptyState icon={<IconLock size={28} stroke={1.5} />} title={t("onlyOwners")}>
            {t("onlyOwnersText")}
          </EmptyState>
        </PageBody>
      </>
    );
  }
  return <OwnersPeople />;
}

function OwnersPeople() {
  const { t } = useTranslation("people");
  const me = useSession()?.user.id;
  const [inviting, { open, close }] = useDisclosure(false);
  const [link, setLink] = useState<ShownLink | null>(null);
  const people = useQuery(api.users.list.queryOptions({ refetchInterval: refreshMs }));
  const items = people.data?.items;
  const owners = items?.filter(({ role, disabledAt }) => role === "owner" && disabledAt === null);
  const lastOwner = owners?.length === 1 ? owners[0]?.id : undefined;
  const columns = useMemo(() => personColumns({ t, me, lastOwner, onLink: setLink }), [t, me, lastOwner]);
  return (
    <>
      <PageHeader
        title={t("title")}
        subtitle={t("subtitle")}
        actions={
          <Button leftSection={<IconUserPlus size={16} aria-hidden />} onClick={open}>
            {t("invite")}
          </Button>
        }
      />
      <PageBody>
        <Stack gap="md">
          {people.isError ? (
            <ProblemState error={people.error} onRetry={() => void people.refetch()} />
          ) : (
            <DataTable label={t("list")} columns={columns} items={items} rowId={({ id }) => id} />
          )}
          <InvitationsPanel onLink={setLink} />
        </Stack>
      </PageBody>
      <InviteDialog
        opened={inviting}
        onClose={close}
        onInvited={(made) => {
          close();
          setLink(made);
        }}
      />
      <LinkDialog link={link} onClose={() => setLink(null)} />
    </>
  );
}
