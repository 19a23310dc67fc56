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
import type { NodeMark } from "../../document/run-marks.ts";
import classes from "./node-card.module.css";

const icons: Readonly<Record<NodeMark["status"], TablerIcon>> = {
  running: IconLoader2,
  waiting: IconClock,
  succeeded: IconCheck,
  failed: IconX,
  skipped: IconPlayerSkipForward,
  cancelled: IconMinus,
};

/** What became of the node in the execution that is looked at. */
export function RunMark({ mark }: { mark: NodeMark | undefined }) {
  const { t } = useTranslation("canvas");
  if (!mark) return null;
  const Icon = icons[mark.status];
  const status = t(`marks.${mark.status}`);
  return (
    <span className={classes.mark} data-status={mark.status} title={status}>
      <Icon size={13} stroke={2.25} aria-hidden />
      {mark.note ?? status}
    </span>
  );
}
