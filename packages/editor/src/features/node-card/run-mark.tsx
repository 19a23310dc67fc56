import { useTranslation } from "react-i18next";
import type { NodeMark } from "../../document/run-marks.ts";
import { stepStatusIcons } from "../execution-status/execution-status.tsx";
import classes from "./node-card.module.css";

/** What became of the node in the execution that is looked at. */
export function RunMark({ mark }: { mark: NodeMark | undefined }) {
  const { t } = useTranslation("canvas");
  if (!mark) return null;
  const Icon = stepStatusIcons[mark.status];
  const status = t(`marks.${mark.status}`);
  return (
    <span className={classes.mark} data-status={mark.status} title={status}>
      <Icon size={13} stroke={2.25} aria-hidden />
      {mark.note ?? status}
    </span>
  );
}
