import type { Step } from "@sluice/api/schemas";
import { useTranslation } from "react-i18next";
import { stepStatusIcons } from "../execution-status/execution-status.tsx";
import classes from "./step-lines.module.css";

/** The state of a step as a sign; its word is there for screen readers and on hovering. */
export function StepStatusIcon({ status }: { status: Step["status"] }) {
  const { t } = useTranslation("executions");
  const Icon = stepStatusIcons[status];
  const word = t(`status.${status}`);
  return (
    <span className={classes.status} data-status={status} role="img" aria-label={word} title={word}>
      <Icon size={13} stroke={2.25} aria-hidden />
    </span>
  );
}
