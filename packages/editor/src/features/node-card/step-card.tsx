import { definitions } from "@sluice/nodes/definitions";
import type { PortLabel } from "@sluice/workflow/node-contract";
import { Handle, type Node, type NodeProps, Position } from "@xyflow/react";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import { hasPortRows } from "../../document/card-size.ts";
import { definitionOf } from "../../document/ports.ts";
import type { CardData } from "../../document/to-flow.ts";
import { NodeIcon } from "../node-icon/node-icon.tsx";
import { Exit } from "./exit.tsx";
import { FoldButton } from "./fold-button.tsx";
import { MenuButton } from "./menu-button.tsx";
import classes from "./node-card.module.css";
import { PinBadge } from "./pin-badge.tsx";
import { ProblemBadge } from "./problem-badge.tsx";
import { RunMark } from "./run-mark.tsx";
import { summaryOf } from "./summary-of.ts";
import { useLanguage } from "./use-language.ts";

/** A node of the workflow on the canvas. */
export const StepCard = memo(function StepCard({ data, selected }: NodeProps<Node<CardData, "card">>) {
  const { t } = useTranslation("canvas");
  const language = useLanguage();
  const { key, node, ports, problems, mark } = data;
  const definition = definitionOf(definitions, node.type);
  const rows = hasPortRows(ports);
  const name = node.name || definition?.title[language] || key;
  return (
    <div
      className={classes.card}
      data-kind={definition?.kind ?? "unknown"}
      data-selected={selected || undefined}
      data-disabled={node.disabled || undefined}
      data-run={mark?.status}
      data-folded={data.inside !== undefined || undefined}
    >
      <Handle type="target" id="in" position={Position.Left} className={classes.handle} style={{ top: 32 }} />
      <div className={classes.head}>
        <span className={classes.tile}>
          <NodeIcon name={definition?.icon} />
        </span>
        <div className={classes.texts}>
          <div className={classes.name}>{name}</div>
          <div className={classes.summary} data-fine>
            {node.disabled ? t("card.disabled") : summaryOf(definition, node.config, language) || node.type}
          </div>
        </div>
        {!rows && ports.map(({ port }) => <Exit key={port} port={port} top={32} />)}
      </div>
      {rows && <PortRows ports={ports} />}
      {data.inside !== undefined && <FoldButton nodeKey={key} name={name} inside={data.inside} />}
      <MenuButton nodeKey={key} label={t("card.menu", { name })} />
      <ProblemBadge problems={problems} />
      <PinBadge pinned={node.pin !== undefined} />
      <RunMark mark={mark} />
    </div>
  );
});

function PortRows({ ports }: { ports: readonly PortLabel[] }) {
  return (
    <ul className={classes.ports} data-fine>
      {ports.map(({ port, label }) => (
        <li key={port} className={classes.port} data-port={port}>
          <span>{label}</span>
          <Exit port={port} />
        </li>
      ))}
    </ul>
  );
}
