import { definitions } from "@sluice/nodes/definitions";
import { IconPlus } from "@tabler/icons-react";
import { Handle, type Node, type NodeProps, Position } from "@xyflow/react";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import { frameHeadHeight, hasPortRows } from "../../document/card-size.ts";
import { definitionOf } from "../../document/ports.ts";
import type { FrameData } from "../../document/to-flow.ts";
import { NodeIcon } from "../node-icon/node-icon.tsx";
import { Exit } from "./exit.tsx";
import { FoldButton } from "./fold-button.tsx";
import frame from "./frame-card.module.css";
import { MenuButton } from "./menu-button.tsx";
import classes from "./node-card.module.css";
import { PinBadge } from "./pin-badge.tsx";
import { ProblemBadge } from "./problem-badge.tsx";
import { RunMark } from "./run-mark.tsx";
import { summaryOf } from "./summary-of.ts";
import { useCardActions } from "./use-card-actions.ts";
import { useDropTarget } from "./use-drop-target.ts";
import { useLanguage } from "./use-language.ts";

/** A container on the canvas: a frame around the nodes that it holds, with its name and exits at its head. */
export const FrameCard = memo(function FrameCard({ data, selected }: NodeProps<Node<FrameData, "frame">>) {
  const { t } = useTranslation("canvas");
  const language = useLanguage();
  const { key, node, ports, problems, mark, empty } = data;
  const { addInside } = useCardActions();
  const aimed = useDropTarget((state) => state.key === key);
  const definition = definitionOf(definitions, node.type);
  const rows = hasPortRows(ports);
  const name = node.name || definition?.title[language] || key;
  return (
    <div
      className={`${classes.card} ${frame.frame}`}
      data-kind={definition?.kind ?? "unknown"}
      data-selected={selected || undefined}
      data-disabled={node.disabled || undefined}
      data-run={mark?.status}
      data-aimed={aimed || undefined}
      data-exits={rows || undefined}
    >
      <Handle type="target" id="in" position={Position.Left} className={classes.handle} style={{ top: 32 }} />
      <div className={`${classes.head} ${frame.head}`} style={{ height: frameHeadHeight(ports) }}>
        <span className={classes.tile}>
          <NodeIcon name={definition?.icon} />
        </span>
        <div className={classes.texts}>
          <div className={classes.name}>{name}</div>
          <div className={classes.summary} data-fine>
            {node.disabled ? t("card.disabled") : summaryOf(definition, node.config, language) || node.type}
          </div>
        </div>
        {rows ? (
          <ul className={frame.exits} data-fine>
            {ports.map(({ port, label }) => (
              <li key={port} className={classes.port} data-port={port}>
                <span>{label}</span>
                <Exit port={port} />
              </li>
            ))}
          </ul>
        ) : (
          ports.map(({ port }) => <Exit key={port} port={port} top={32} />)
        )}
      </div>
      {empty && (
        <button
          type="button"
          className={`${frame.inside} nodrag`}
          aria-label={t("frame.addTo", { name })}
          onClick={(event) => {
            event.stopPropagation();
            const box = event.currentTarget.getBoundingClientRect();
            addInside(key, { x: box.left + box.width / 2, y: box.top + box.height / 2 });
          }}
        >
          <IconPlus size={16} aria-hidden />
          {t("frame.add")}
        </button>
      )}
      {!empty && <FoldButton nodeKey={key} name={name} />}
      <MenuButton nodeKey={key} label={t("card.menu", { name })} />
      <ProblemBadge problems={problems} />
      <PinBadge pinned={node.pin !== undefined} />
      <RunMark mark={mark} />
    </div>
  );
});
