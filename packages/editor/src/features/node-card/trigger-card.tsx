import type { JsonObject } from "@sluice/workflow/node-contract";
import { Handle, type Node, type NodeProps, Position } from "@xyflow/react";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import { useOpenDocument } from "../../document/open-document-context.ts";
import type { TriggerData } from "../../document/to-flow.ts";
import { readEventTypes, readSchedule } from "../../document/trigger-kinds.ts";
import { TriggerIcon } from "../trigger-kind/trigger-kind.tsx";
import { useTriggerName } from "../trigger-kind/use-trigger-name.ts";
import { MenuButton } from "./menu-button.tsx";
import classes from "./node-card.module.css";
import { ProblemBadge } from "./problem-badge.tsx";
import { RunMark } from "./run-mark.tsx";

/** Where every execution begins: the method and the URL that others post to. */
export const TriggerCard = memo(function TriggerCard({
  data,
  selected,
}: NodeProps<Node<TriggerData, "trigger">>) {
  const { t } = useTranslation("canvas");
  const hookUrl = useOpenDocument((state) => state.workflow.hookUrl);
  const mode = useOpenDocument((state) => state.document.mode);
  const { type, config } = data.trigger;
  const name = useTriggerName()(type);
  const line = lineOf(type, config, hookUrl) || t("trigger.anyCall");
  return (
    <div
      className={`${classes.card} ${classes.trigger}`}
      data-kind="trigger"
      data-selected={selected || undefined}
      data-run={data.mark?.status}
    >
      <div className={classes.head} style={{ height: 56 }}>
        <span className={classes.tile}>
          <TriggerIcon type={type} />
        </span>
        <div className={classes.texts}>
          <div className={classes.name}>{name}</div>
          <div className={classes.summary} data-fine>
            {t(type === "webhook" ? `trigger.${mode}` : "trigger.starts")}
          </div>
        </div>
      </div>
      <div className={classes.url} data-fine>
        {type === "webhook" && <span className={classes.method}>POST</span>}
        <code title={line}>{line}</code>
      </div>
      <Handle
        type="source"
        id="out"
        position={Position.Right}
        className={`${classes.handle} ${classes.source}`}
        style={{ top: 32 }}
      />
      <MenuButton nodeKey="trigger" label={t("card.menu", { name })} />
      <ProblemBadge problems={data.problems} />
      <RunMark mark={data.mark} />
    </div>
  );
});

/** What the card says below the name: the path, the schedule, the events. */
function lineOf(type: string, config: JsonObject, hookUrl: string): string {
  if (type === "schedule") {
    const { cron, timeZone } = readSchedule(config);
    return `${cron} · ${timeZone}`;
  }
  if (type === "event") return readEventTypes(config).join(", ") || "–";
  return type === "webhook" ? pathOf(hookUrl) : "";
}

/** The part of the URL that tells workflows apart; the whole stands in the trigger panel. */
function pathOf(url: string): string {
  return URL.canParse(url) ? new URL(url).pathname : url;
}
