import { Loader, Modal, Stack, Text } from "@mantine/core";
import type { Connector } from "@sluice/api/schemas";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { ProblemAlert } from "../../api/problem-alert.tsx";
import { OperationList } from "./operation-list.tsx";

export interface ConnectorOperationsProps {
  readonly connector: Connector | null;
  readonly onClose: () => void;
}

/** What one connector can do. */
export function ConnectorOperations({ connector, onClose }: ConnectorOperationsProps) {
  return (
    <Modal opened={connector !== null} onClose={onClose} title={connector?.name ?? ""} size="lg">
      {connector !== null && <Operations connector={connector} />}
    </Modal>
  );
}

function Operations({ connector: { id, description, version } }: { readonly connector: Connector }) {
  const { t } = useTranslation("connectors");
  const { data, error } = useQuery(api.connectors.get.queryOptions({ input: { id } }));
  return (
    <Stack gap="md">
      <ProblemAlert error={error} />
      {description !== "" && <Text size="sm">{description}</Text>}
      {version !== "" && (
        <Text size="sm" c="dimmed">
          {t("version", { version })}
        </Text>
      )}
      {data ? <OperationList title={t("operations")} operations={data.operations} /> : <Loader size="sm" />}
      <Text size="sm" c="dimmed">
        {t("find")}
      </Text>
    </Stack>
  );
}
