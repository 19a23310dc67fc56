import { Button, Group, Modal, Alert as Notice, Text } from "@mantine/core";
import type { Alert } from "@sluice/api/schemas";
import { IconBellRinging, IconMailOff, IconPlus } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, client } from "../../api/client.ts";
import { ProblemState } from "../../api/problem-state.tsx";
import { useNotifyProblem } from "../../api/use-notify-problem.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { PageBody, PageHeader } from "../../ui/page-header.tsx";
import { AlertDialog } from "./alert-dialog.tsx";
import { AlertList } from "./alert-list.tsx";
import { AlertOffers } from "./alert-offers.tsx";
import { useAlerts } from "./use-alerts.ts";

/** What is watched, how it stands, and who is told. */
export function AlertsPage() {
  const { t } = useTranslation("alerts");
  const list = useAlerts();
  const [edited, setEdited] = useState<Alert | "new" | null>(null);
  const [leaving, setLeaving] = useState<Alert | null>(null);
  const items = list.data?.items;
  const mailless = list.data?.mail === false && items?.some(({ recipients }) => recipients.length > 0);
  const newButton = (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setEdited("new")}>
      {t("new")}
    </Button>
  );
  return (
    <>
      <PageHeader
        title={t("title")}
        subtitle={t("subtitle")}
        actions={items?.length === 0 ? undefined : newButton}
      />
      <PageBody>
        {mailless && (
          <Notice mb="md" color="yellow" icon={<IconMailOff size={18} aria-hidden />}>
            {t("noMail")}
          </Notice>
        )}
        {list.isError && items === undefined ? (
          <ProblemState error={list.error} onRetry={() => void list.refetch()} />
        ) : items?.length === 0 ? (
          <EmptyState icon={<IconBellRinging size={28} stroke={1.5} />} title={t("empty")} action={newButton}>
            {t("emptyHint")}
          </EmptyState>
        ) : (
          <AlertList items={items} onEdit={setEdited} onDelete={setLeaving} />
        )}
        {items !== undefined && <AlertOffers />}
      </PageBody>
      <AlertDialog
        opened={edited !== null}
        stored={edited === "new" || edited === null ? undefined : edited}
        onClose={() => setEdited(null)}
      />
      <DeleteDialog alert={leaving} onClose={() => setLeaving(null)} />
    </>
  );
}

function DeleteDialog({ alert, onClose }: { alert: Alert | null; onClose: () => void }) {
  const { t } = useTranslation("alerts");
  const queryClient = useQueryClient();
  const notify = useNotifyProblem();
  const remove = useMutation({
    mutationFn: (id: string) => client.alerts.delete({ id }),
    onError: notify,
    onSuccess: onClose,
    onSettled: () => queryClient.invalidateQueries({ queryKey: api.alerts.key() }),
  });
  return (
    <Modal opened={alert !== null} onClose={onClose} title={alert?.name ?? ""}>
      <Text size="sm">{t("deleteQuestion")}</Text>
      <Group justify="flex-end" gap="xs" mt="md">
        <Button variant="default" onClick={onClose}>
          {t("cancel")}
        </Button>
        <Button color="red" loading={remove.isPending} onClick={() => alert && remove.mutate(alert.id)}>
          {t("delete")}
        </Button>
      </Group>
    </Modal>
  );
}
