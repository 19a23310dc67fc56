import { Handle, type Node, type NodeProps, Position } from "@xyflow/react";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import { useOpenDocument } from "../../document/open-document-context.ts";
import type { TriggerData } from "../../document/to-flow.ts";
import { NodeIcon } from "../node-icon/node-icon.tsx";
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
  return (
    <div
      className={`${classes.card} ${classes.trigger}`}
      data-kind="trigger"
      data-selected={selected || undefined}
      data-run={data.mark?.status}
    >
      <div className={classes.head} style={{ height: 56 }}>
        <span className={classes.tile}>
          <NodeIcon name="webhook" />
        </span>
        <div className={classes.texts}>
          <div className={classes.name}>{t("trigger.name")}</div>
          <div className={classes.summary}>{t(`trigger.${mode}`)}</div>
        </div>
      </div>
      <div className={classes.url}>
        <span className={classes.method}>POST</span>
        <code title={hookUrl}>{pathOf(hookUrl)}</code>
      </div>
      <Handle
        type="source"
        id="out"
        position={Position.Right}
        className={`${classes.handle} ${classes.source}`}
        style={{ top: 32 }}
      />
      <MenuButton nodeKey="trigger" label={t("card.menu", { name: t("trigger.name") })} />
      <ProblemBadge problems={data.problems} />
      <RunMark mark={data.mark} />
    </div>
  );
});

/** The part of the URL that tells workflows apart; the whole stands in the trigger panel. */
function pathOf(url: string): string {
  return URL.canParse(url) ? new URL(url).pathname : url;
}
