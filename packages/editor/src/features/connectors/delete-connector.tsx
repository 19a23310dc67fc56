import type { Connector } from "@sluice/api/schemas";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, client } from "../../api/client.ts";
import { Deletion } from "../deletion/deletion.tsx";

export interface DeleteConnectorProps {
  readonly connector: Connector | null;
  readonly onClose: () => void;
}

/** Says who uses a connector before it is gone. */
export function DeleteConnector({ connector, onClose }: DeleteConnectorProps) {
  const { t } = useTranslation("connectors");
  const queryClient = useQueryClient();
  return (
    <Deletion
      item={connector}
      texts={{
        title: (name) => t("delete.title", { name }),
        used: t("delete.used"),
        unused: t("delete.unused"),
        cancel: t("cancel"),
        confirm: t("delete.confirm"),
        anyway: t("delete.anyway"),
      }}
      remove={(asked) => client.connectors.delete(asked)}
      onSettled={() => queryClient.invalidateQueries({ queryKey: api.connectors.key() })}
      onClose={onClose}
    />
  );
}
