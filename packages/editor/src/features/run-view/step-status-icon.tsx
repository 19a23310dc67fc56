import type { Step } from "@sluice/api/schemas";
import {
  IconCheck,
  IconClock,
  IconLoader2,
  IconMinus,
  IconPlayerSkipForward,
  IconX,
  type TablerIcon,
} from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import classes from "./step-lines.module.css";

const icons: Readonly<Record<Step["status"], TablerIcon>> = {
  running: IconLoader2,
  waiting: IconClock,
  succeeded: IconCheck,
  failed: IconX,
  skipped: IconPlayerSkipForward,
  cancelled: IconMinus,
};

/** The state of a step as a sign; its word is there for screen readers and on hovering. */
export function StepStatusIcon({ status }: { status: Step["status"] }) {
  const { t } = useTranslation("executions");
  const Icon = icons[status];
  const word = t(`status.${status}`);
  return (
    <span className={classes.status} data-status={status} role="img" aria-label={word} title={word}>
      <Icon size={13} stroke={2.25} aria-hidden />
    </span>
  );
}
