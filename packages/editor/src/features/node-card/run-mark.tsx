import {
  IconBulb,
  IconFileText,
  IconHistory,
  IconInbox,
  IconPin,
  IconSendOff,
  IconWorld,
  type TablerIcon,
} from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { NodeMark } from "../../document/run-marks.ts";
import { stepStatusIcons } from "../execution-status/execution-status.tsx";
import classes from "./node-card.module.css";

/** The signs of data that did not come from running the node. */
const dataIcons: Readonly<Record<NonNullable<NodeMark["used"]>, TablerIcon | null>> = {
  request: IconFileText,
  typed: IconFileText,
  delivery: IconInbox,
  execution: IconHistory,
  notCalledExecution: IconHistory,
  pin: IconPin,
  notCalledPin: IconPin,
  example: IconBulb,
  ran: null,
  unsent: IconSendOff,
  outside: IconWorld,
};

/** What became of the node in the execution or trial that is looked at. */
export function RunMark({ mark }: { mark: NodeMark | undefined }) {
  const { t } = useTranslation("canvas");
  if (!mark) return null;
  const Icon = stepStatusIcons[mark.status];
  const status = t(`marks.${mark.status}`);
  const Data = mark.used === undefined ? null : dataIcons[mark.used];
  const used = mark.used === undefined ? "" : t(`used.${mark.used}`);
  return (
    <span
      className={classes.mark}
      data-status={mark.status}
      title={used === "" ? status : `${status}, ${used}`}
    >
      <Icon size={13} stroke={2.25} aria-hidden />
      {mark.note ?? status}
      {Data && <Data size={13} stroke={2} aria-hidden />}
    </span>
  );
}
