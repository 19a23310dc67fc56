import type { ExecutionStatus, Step } from "@sluice/api/schemas";
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
import { StatusBadge, type Tone } from "../../ui/status-badge.tsx";

const tones: Readonly<Record<ExecutionStatus | Step["status"], Tone>> = {
  queued: "neutral",
  running: "info",
  waiting: "info",
  succeeded: "success",
  failed: "danger",
  cancelled: "neutral",
  "timed-out": "danger",
  skipped: "neutral",
};

/** The sign of a step's state, on the canvas and in lists. */
export const stepStatusIcons: Readonly<Record<Step["status"], TablerIcon>> = {
  running: IconLoader2,
  waiting: IconClock,
  succeeded: IconCheck,
  failed: IconX,
  skipped: IconPlayerSkipForward,
  cancelled: IconMinus,
};

/** The state of an execution or of one of its steps. */
export function ExecutionStatusBadge({ status }: { status: ExecutionStatus | Step["status"] }) {
  const { t } = useTranslation("executions");
  return (
    <StatusBadge tone={tones[status]} busy={status === "running"}>
      {t(`status.${status}`)}
    </StatusBadge>
  );
}
