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
import { hindranceOf } from "./hindrance.ts";
import { usePutOff } from "./use-put-off.ts";
import classes from "./workflow-editor.module.css";

const icons: Readonly<Record<SaveState["state"], TablerIcon>> = {
  saved: IconCheck,
  unsaved: IconPencil,
  saving: IconLoader2,
  failed: IconAlertTriangle,
  offline: IconCloudOff,
  conflict: IconAlertTriangle,
};

/** States that say nothing worse than a field that is not finished. */
const calm: ReadonlySet<SaveState["state"]> = new Set(["saved", "unsaved", "saving"]);

/** Where the draft stands: saved, saving, not saved and why. */
export function SaveIndicator() {
  const { t } = useTranslation("editor");
  const { autosave } = useOpenWorkflow();
  const save = useOpenDocument((state) => state.save);
  const putOff = usePutOff((state) => state.putOff);
  const unfinished = useOpenDocument((state) => state.unfinished.length > 0);
  if (unfinished && calm.has(save.state)) {
    return (
      <span className={classes.save} data-state="unfinished" role="status" title={t("save.unfinishedHelp")}>
        <IconAlertTriangle size={15} aria-hidden />
        {t("save.unfinished")}
      </span>
    );
  }
  const Icon = icons[save.state];
  const hindrance = hindranceOf(save);
  const detail = save.state === "failed" ? save.detail : t(`save.${save.state}Help`);
  return (
    <span className={classes.save} data-state={save.state} role="status" title={detail}>
      <Icon size={15} aria-hidden />
      <span className={classes.saveWord}>{t(`save.${save.state}`)}</span>
      {((save.state === "failed" && hindrance === undefined) || save.state === "offline") && (
        <button type="button" onClick={() => void autosave.flush()}>
          {t("save.retry")}
        </button>
      )}
      {save.state === "conflict" && (
        <button type="button" onClick={() => putOff(null)}>
          {t("save.decide")}
        </button>
      )}
    </span>
  );
}
