import { ActionIcon, Tooltip } from "@mantine/core";
import { definitions } from "@sluice/nodes/definitions";
import { IconLayoutSidebarLeftCollapse } from "@tabler/icons-react";
import { type KeyboardEvent, type MouseEvent, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useOpenDocument, useOpenDocumentStore } from "../../document/open-document-context.ts";
import { type OutlineRow, outlineOf, visibleRows } from "../../document/outline.ts";
import { isSelected, selectSubject, toggled } from "../../document/subject.ts";
import drawer from "../../ui/drawer.module.css";
import { runCommand } from "../command-palette/use-commands.ts";
import { useLanguage } from "../node-card/use-language.ts";
import type { Findings } from "../problems/use-findings.ts";
import classes from "./outline.module.css";
import { OutlineItem } from "./outline-item.tsx";
import { useFolds } from "./use-folds.ts";
import { useRovingRow } from "./use-roving-row.ts";
import { useRowTexts } from "./use-row-texts.ts";

export interface OutlineProps {
  readonly findings: Findings;
  readonly onClose: () => void;
}

/**
 * The workflow as a tree beside the canvas: the same document, the same commands. Arrow keys go from line to line and
 * select, with Shift they add to the selection; the keys of all commands work on the line that has the focus.
 */
export function Outline({ findings, onClose }: OutlineProps) {
  const { t } = useTranslation("outline");
  const language = useLanguage();
  const store = useOpenDocumentStore();
  const document = useOpenDocument((state) => state.document);
  const selection = useOpenDocument((state) => state.selection);
  const tree = useRef<HTMLDivElement>(null);
  const all = useMemo(() => outlineOf(document, definitions, language), [document, language]);
  const { folded, fold } = useFolds(all);
  const rows = useMemo(() => visibleRows(all, folded), [all, folded]);
  const textsOf = useRowTexts(findings);
  const { current, at, focus, arrived } = useRovingRow(tree, { rows, all });
  const goTo = (row: OutlineRow | undefined, extend = false) => {
    if (!row) return;
    focus(row.id);
    const { selection: now } = store.getState();
    if (!extend) store.select(selectSubject(row.subject));
    else if (!isSelected(now, row.subject)) store.select(toggled(now, row.subject));
  };

  const act = (row: OutlineRow) => {
    if (row.subject.kind === "edge") {
      const { to } = row.subject.edge;
      goTo(rows.find(({ subject }) => subject.kind === "node" && subject.key === to));
    } else if (row.subject.kind === "exit") runCommand("connect", { subject: row.subject });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!current || event.altKey) return;
    const command = event.ctrlKey || event.metaKey;
    // With Ctrl they are commands, but for the space bar.
    if (command && event.key !== " ") return;
    const isFolded = folded.has(current.id);
    switch (event.key) {
      case "ArrowDown":
        goTo(rows[at + 1], event.shiftKey);
        break;
      case "ArrowUp":
        goTo(rows[at - 1], event.shiftKey);
        break;
      case "Home":
        goTo(rows[0]);
        break;
      case "End":
        goTo(rows.at(-1));
        break;
      case "ArrowRight":
        if (isFolded) fold(current, false);
        else if (current.hasChildren) goTo(rows[at + 1]);
        break;
      case "ArrowLeft":
        if (current.hasChildren && !isFolded) fold(current, true);
        else goTo(rows.find(({ id }) => id === current.parent));
        break;
      case "Enter":
        act(current);
        break;
      case " ":
        store.select(
          command ? toggled(store.getState().selection, current.subject) : selectSubject(current.subject),
        );
        break;
      default:
        return;
    }
    event.preventDefault();
  };
  const onPick = (event: MouseEvent, row: OutlineRow) => {
    focus(row.id);
    const more = event.ctrlKey || event.metaKey || event.shiftKey;
    store.select(more ? toggled(store.getState().selection, row.subject) : selectSubject(row.subject));
    if (!more && row.subject.kind === "node") {
      const { key } = row.subject;
      store.focusOn({ at: key === "trigger" ? ["trigger"] : ["nodes", key] });
    }
  };

  return (
    <aside id="outline" className={`${classes.outline} ${drawer.start}`} aria-label={t("label")} data-drawing>
      <div className={classes.top}>
        <h2>{t("title")}</h2>
        <Tooltip label={t("close")}>
          <ActionIcon size="sm" aria-label={t("close")} onClick={onClose}>
            <IconLayoutSidebarLeftCollapse size={16} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </div>
      <div
        ref={tree}
        role="tree"
        aria-label={t("label")}
        aria-multiselectable
        className={classes.tree}
        onKeyDown={onKeyDown}
      >
        {rows.map((row) => (
          <OutlineItem
            key={row.id}
            row={row}
            texts={textsOf(row)}
            selected={isSelected(selection, row.subject) && row.subject.kind !== "exit"}
            current={row === current}
            folded={folded.has(row.id)}
            onFold={fold}
            onPick={onPick}
            onFocus={arrived}
          />
        ))}
      </div>
      <p className={classes.help}>{t("help")}</p>
    </aside>
  );
}
