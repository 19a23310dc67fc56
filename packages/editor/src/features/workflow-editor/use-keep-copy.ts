import { notifications } from "@mantine/notifications";
import { useTranslation } from "react-i18next";
import { useOpenWorkflow } from "../../document/open-document-context.ts";

/** A way to keep what this editor holds as a new workflow, and to say how it is called. */
export function useKeepCopy() {
  const { t } = useTranslation("merge");
  const { store, autosave } = useOpenWorkflow();
  return async () => {
    const { name } = store.getState().document;
    const copy = await autosave.keepCopy(t("copyName", { name }).slice(0, 200));
    notifications.show({ message: t("copied", { name: copy.draft.name }) });
    return copy;
  };
}
