import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import type { Connector } from "@sluice/api/schemas";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { ProblemAlert } from "../../api/problem-alert.tsx";
import classes from "./connectors.module.css";

export interface DeleteConnectorProps {
  readonly connector: Connector | null;
  readonly onClose: () => void;
}

/** Says who uses a connector before it is gone. */
export function DeleteConnector({ connector, onClose }: DeleteConnectorProps) {
  const { t } = useTranslation("connectors");
  return (
    <Modal
      opened={connector !== null}
      onClose={onClose}
      title={connector === null ? t("delete.confirm") : t("delete.title", { name: connector.name })}
    >
      {connector !== null && <Confirmation connector={connector} onClose={onClose} />}
    </Modal>
  );
}

function Confirmation({ connector, onClose }: { connector: Connector; onClose: () => void }) {
  const { t } = useTranslation("connectors");
  const queryClient = useQueryClient();
  const { id, usedBy } = connector;
  const remove = useMutation(
    api.connectors.delete.mutationOptions({
      onSuccess: onClose,
      onSettled: () => queryClient.invalidateQueries({ queryKey: api.connectors.key() }),
    }),
  );
  const used = usedBy.length > 0;
  return (
    <Stack gap="md">
      <ProblemAlert error={remove.error} />
      <Text size="sm">{t(used ? "delete.used" : "delete.unused")}</Text>
      {used && (
        <ul className={classes.list}>
          {usedBy.map(({ workflowId, workflowName, node, nodeName }) => (
            <li key={`${workflowId}/${node}`}>
              <Link to="/workflows/$id" params={{ id: workflowId }}>
                {workflowName}
              </Link>{" "}
              <span>{nodeName}</span>
            </li>
          ))}
        </ul>
      )}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose} data-autofocus>
          {t("cancel")}
        </Button>
        <Button color="red" loading={remove.isPending} onClick={() => remove.mutate({ id, force: used })}>
          {t(used ? "delete.anyway" : "delete.confirm")}
        </Button>
      </Group>
    </Stack>
  );
}
