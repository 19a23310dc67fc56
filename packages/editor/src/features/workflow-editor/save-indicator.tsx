import {
  IconAlertTriangle,
  IconCheck,
  IconCloudOff,
  IconLoader2,
  IconPencil,
  type TablerIcon,
} from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { SaveState } from "../../document/open-document.ts";
import { useOpenDocument, useOpenWorkflow } from "../../document/open-document-context.ts";
import classes from "./workflow-editor.module.css";

const icons: Readonly<Record<SaveState["state"], TablerIcon>> = {
  saved: IconCheck,
  unsaved: IconPencil,
  saving: IconLoader2,
  failed: IconAlertTriangle,
  offline: IconCloudOff,
  conflict: IconAlertTriangle,
};

/** Where the draft stands: saved, saving, not saved and why. */
export function SaveIndicator() {
  const { t } = useTranslation("editor");
  const { autosave } = useOpenWorkflow();
  const save = useOpenDocument((state) => state.save);
  const Icon = icons[save.state];
  const detail = save.state === "failed" ? save.detail : t(`save.${save.state}Help`);
  return (
    <span className={classes.save} data-state={save.state} role="status" title={detail}>
      <Icon size={15} aria-hidden />
      {t(`save.${save.state}`)}
      {(save.state === "failed" || save.state === "offline") && (
        <button type="button" onClick={() => void autosave.flush()}>
          {t("save.retry")}
        </button>
      )}
    </span>
  );
}
