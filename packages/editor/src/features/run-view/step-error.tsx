import type { Step } from "@sluice/api/schemas";
import { IconAlertCircle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import classes from "./run-view.module.css";

type Failure = Pick<NonNullable<Step["error"]>, "code" | "message" | "at">;

/** What went wrong, at which field, and what can be done about it. */
export function StepError({ error }: { error: Failure }) {
  const { t, i18n } = useTranslation("runs");
  const { code, message, at } = error;
  const remedy = i18n.exists(`runs:remedy.${code}`) ? t(`remedy.${code}`) : t("remedy.other");
  return (
    <div className={classes.error}>
      <IconAlertCircle size={18} aria-hidden />
      <div>
        <strong>{message}</strong>
        {at !== undefined && at.length > 0 && <div>{t("atField", { field: at.join(" › ") })}</div>}
        <div>{remedy}</div>
        <code>{code}</code>
      </div>
    </div>
  );
}
