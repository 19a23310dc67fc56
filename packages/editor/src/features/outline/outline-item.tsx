import { IconAlertTriangle, IconArrowNarrowRight, IconChevronRight, IconNote } from "@tabler/icons-react";
import type { MouseEvent } from "react";
import type { OutlineRow } from "../../document/outline.ts";
import { runCommand } from "../command-palette/use-commands.ts";
import { NodeIcon } from "../node-icon/node-icon.tsx";
import classes from "./outline.module.css";
import type { RowTexts } from "./use-row-texts.ts";

export interface OutlineItemProps {
  readonly row: OutlineRow;
  readonly texts: RowTexts;
  readonly selected: boolean;
  /** Has the focus, or gets it when somebody tabs into the tree. */
  readonly current: boolean;
  readonly folded: boolean;
  readonly onFold: (row: OutlineRow, closed: boolean) => void;
  readonly onPick: (event: MouseEvent, row: OutlineRow) => void;
  readonly onFocus: (id: string) => void;
}

/** One line of the outline. */
export function OutlineItem(props: OutlineItemProps) {
  const { row, texts, selected, current, folded, onFold, onPick, onFocus } = props;
  const { subject, level } = row;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree around it handles the keys
    <div
      role="treeitem"
      tabIndex={current ? 0 : -1}
      data-subject={row.id}
      data-kind={texts.kind}
      data-row={subject.kind}
      data-disabled={texts.disabled || undefined}
      aria-level={level}
      aria-posinset={row.at}
      aria-setsize={row.of}
      aria-selected={selected}
      {...(row.hasChildren ? { "aria-expanded": !folded } : {})}
      className={classes.item}
      style={{ paddingInlineStart: `${(level - 1) * 1.125 + 0.25}rem` }}
      onClick={(event) => onPick(event, row)}
      onFocus={() => onFocus(row.id)}
      onContextMenu={(event) => {
        if (subject.kind !== "node") return;
        event.preventDefault();
        runCommand("menu", { subject, at: { x: event.clientX, y: event.clientY } });
      }}
    >
      <span
        className={classes.chevron}
        data-open={!folded || undefined}
        aria-hidden
        onClick={(event) => {
          if (!row.hasChildren) return;
          event.stopPropagation();
          onFold(row, !folded);
        }}
      >
        {row.hasChildren && <IconChevronRight size={14} />}
      </span>
      <span className={classes.icon} aria-hidden>
        {subject.kind === "node" ? (
          <NodeIcon name={texts.icon} size={15} />
        ) : subject.kind === "note" ? (
          <IconNote size={15} />
        ) : (
          <IconArrowNarrowRight size={15} />
        )}
      </span>
      <span className={classes.words}>
        <Heard>{texts.before}</Heard>
        {row.port !== undefined && <span className={classes.port}>{row.port}</span>}
        <Heard>{texts.between}</Heard>
        <span className={classes.title}>{texts.title}</span>
        {texts.detail !== "" && <span className={classes.detail}>{texts.detail}</span>}
        <Heard>{texts.after}</Heard>
      </span>
      {texts.problems !== undefined && (
        <span className={classes.problems} data-tone={texts.problems} aria-hidden>
          <IconAlertTriangle size={14} />
        </span>
      )}
    </div>
  );
}

/** Words that only a screen reader needs: who sees has arrow, indent and colour. */
function Heard({ children }: { children: string }) {
  return children === "" ? null : <span className={classes.heard}> {children} </span>;
}
