import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import type { Credential } from "@sluice/api/schemas";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { ProblemAlert } from "../../api/problem-alert.tsx";
import classes from "./credentials.module.css";

export interface DeleteCredentialProps {
  readonly credential: Credential | null;
  readonly onClose: () => void;
}

/** Says who uses a credential before it is gone. */
export function DeleteCredential({ credential, onClose }: DeleteCredentialProps) {
  const { t } = useTranslation("credentials");
  return (
    <Modal
      opened={credential !== null}
      onClose={onClose}
      title={credential === null ? t("delete.confirm") : t("delete.title", { name: credential.name })}
    >
      {credential !== null && <Confirmation credential={credential} onClose={onClose} />}
    </Modal>
  );
}

function Confirmation({ credential, onClose }: { credential: Credential; onClose: () => void }) {
  const { t } = useTranslation("credentials");
  const queryClient = useQueryClient();
  const { id, usedBy } = credential;
  const remove = useMutation(
    api.credentials.delete.mutationOptions({
      onSuccess: onClose,
      onSettled: () => queryClient.invalidateQueries({ queryKey: api.credentials.list.key() }),
    }),
  );
  const used = usedBy.length > 0;
  return (
    <Stack gap="md">
      <ProblemAlert error={remove.error} />
      <Text size="sm">{t(used ? "delete.used" : "delete.unused")}</Text>
      {used && (
        <ul className={classes.uses}>
          {usedBy.map(({ workflowId, workflowName, node, nodeName, in: states }) => (
            <li key={`${workflowId}/${node}`}>
              <Link to="/workflows/$id" params={{ id: workflowId }}>
                {workflowName}
              </Link>{" "}
              <span className={classes.node}>
                {nodeName} {t(states.length > 1 ? "usedIn.both" : `usedIn.${states[0] ?? "draft"}`)}
              </span>
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
