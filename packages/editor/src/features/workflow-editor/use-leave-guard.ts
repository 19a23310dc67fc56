import { modals } from "@mantine/modals";
import { useBlocker } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useOpenWorkflow } from "../../document/open-document-context.ts";
import { hindranceOf } from "./hindrance.ts";

/** Leaving saves first; where that fails, the person decides. What is not saved stays in this browser. */
export function useLeaveGuard(): void {
  const { t } = useTranslation("editor");
  const { store, autosave } = useOpenWorkflow();
  const isSaved = () => store.getState().save.state === "saved";
  useBlocker({
    enableBeforeUnload: () => !isSaved(),
    shouldBlockFn: async () => {
      // Who is signed out goes to sign in, and comes back to what is kept in this browser.
      if (isSaved() || hindranceOf(store.getState().save) === "signed-out") return false;
      await autosave.flush();
      if (isSaved()) return false;
      return new Promise<boolean>((resolve) => {
        modals.openConfirmModal({
          title: t("leave.title"),
          children: t("leave.text"),
          labels: { confirm: t("leave.go"), cancel: t("leave.stay") },
          onConfirm: () => resolve(false),
          onCancel: () => resolve(true),
          onClose: () => resolve(true),
        });
      });
    },
  });
}
