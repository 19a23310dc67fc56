import { Button } from "@mantine/core";
import { IconAlertTriangle, IconRefresh } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import classes from "./empty-state.module.css";

export interface ErrorStateProps {
  readonly title: string;
  readonly remedy: string;
  /** Stable code, for looking it up. */
  readonly code?: string;
  readonly onRetry?: () => void;
  /** Where trying again may not be enough: loads the whole page anew. */
  readonly onReload?: () => void;
}

/** Something could not be shown: what happened, what helps, and a button to try again. */
export function ErrorState({ title, remedy, code, onRetry, onReload }: ErrorStateProps) {
  const { t } = useTranslation("ui");
  return (
    <div className={classes.root} role="alert">
      <div className={`${classes.icon} ${classes.danger}`} aria-hidden>
        <IconAlertTriangle size={28} stroke={1.5} />
      </div>
      <h2 className={classes.title}>{title}</h2>
      <div className={classes.text}>{remedy}</div>
      {code !== undefined && <div className={classes.code}>{code}</div>}
      {onRetry !== undefined && (
        <div className={classes.action}>
          <Button variant="default" leftSection={<IconRefresh size={16} aria-hidden />} onClick={onRetry}>
            {t("retry")}
          </Button>
          {onReload !== undefined && (
            <Button variant="subtle" onClick={onReload}>
              {t("part.reload")}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}
