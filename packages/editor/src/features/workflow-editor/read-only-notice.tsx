import { IconEye } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useRole } from "../../api/may.ts";
import { useOpenDocument } from "../../document/open-document-context.ts";
import classes from "./workflow-editor.module.css";

/** Says that nothing here can be changed, and why. */
export function ReadOnlyNotice() {
  const { t } = useTranslation("editor");
  const { t: say } = useTranslation("ui");
  const role = useRole();
  if (!useOpenDocument((state) => state.readOnly)) return null;
  return (
    <div className={classes.banner} role="status">
      <IconEye size={16} aria-hidden />
      {t("readOnly", { role: say(`roles.${role}`) })}
    </div>
  );
}
