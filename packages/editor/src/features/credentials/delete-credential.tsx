import type { Credential } from "@sluice/api/schemas";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, client } from "../../api/client.ts";
import { Deletion } from "../deletion/deletion.tsx";

export interface DeleteCredentialProps {
  readonly credential: Credential | null;
  readonly onClose: () => void;
}

/** Says who uses a credential before it is gone. */
export function DeleteCredential({ credential, onClose }: DeleteCredentialProps) {
  const { t } = useTranslation("credentials");
  const queryClient = useQueryClient();
  return (
    <Deletion
      item={credential}
      texts={{
        title: (name) => t("delete.title", { name }),
        used: t("delete.used"),
        unused: t("delete.unused"),
        cancel: t("cancel"),
        confirm: t("delete.confirm"),
        anyway: t("delete.anyway"),
      }}
      noteOf={({ in: states }) => t(states.length > 1 ? "usedIn.both" : `usedIn.${states[0] ?? "draft"}`)}
      remove={(asked) => client.credentials.delete(asked)}
      onSettled={() => queryClient.invalidateQueries({ queryKey: api.credentials.list.key() })}
      onClose={onClose}
    />
  );
}
