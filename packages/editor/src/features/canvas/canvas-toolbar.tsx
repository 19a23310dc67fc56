import { ActionIcon, Tooltip } from "@mantine/core";
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconLayoutDistributeHorizontal,
  IconLayoutSidebarLeftExpand,
  IconMaximize,
  IconMinus,
  IconNote,
  IconPlus,
  IconRepeat,
  type TablerIcon,
} from "@tabler/icons-react";
import { Panel, useReactFlow, useViewport } from "@xyflow/react";
import type { MouseEvent } from "react";
import { useTranslation } from "react-i18next";
import type { Point } from "../../document/card-size.ts";
import { useOpenDocument, useOpenDocumentStore } from "../../document/open-document-context.ts";
import classes from "./canvas.module.css";
import { useEdits } from "./use-edits.ts";

export interface CanvasToolbarProps {
  readonly paletteOpen: boolean;
  readonly onPalette: (open: boolean) => void;
  readonly onQuickAdd: () => void;
  /** Asks which container to put around what is selected, at a place of the window. */
  readonly onWrap: (at: Point) => void;
  /** Milliseconds that zooming takes. */
  readonly duration: number;
}

/** Undo, tidy, zoom: what concerns the whole drawing. */
export function CanvasToolbar({ paletteOpen, onPalette, onQuickAdd, onWrap, duration }: CanvasToolbarProps) {
  const { t } = useTranslation(["canvas", "editor"]);
  const store = useOpenDocumentStore();
  const edits = useEdits();
  const { zoomIn, zoomOut, fitView, zoomTo, getViewport, screenToFlowPosition } = useReactFlow();
  const { zoom } = useViewport();
  const undoLabel = useOpenDocument((state) => state.history.past.at(-1)?.label);
  const redoLabel = useOpenDocument((state) => state.history.future.at(-1)?.label);
  const canWrap = useOpenDocument((state) => state.selection.nodes.some((key) => key !== "trigger"));
  const step = (label: typeof undoLabel) =>
    label ? t(`editor:steps.${label.key}`, { ...label.values }) : "";

  const addNote = () => {
    const { innerWidth, innerHeight } = window;
    void getViewport();
    edits.addNote(screenToFlowPosition({ x: innerWidth / 2 - 104, y: innerHeight / 2 - 64 }));
  };

  return (
    <>
      <Panel position="top-left">
        <div className={classes.toolbar} role="toolbar" aria-label={t("toolbar.edit")}>
          {!paletteOpen && (
            <>
              <Tool
                icon={IconLayoutSidebarLeftExpand}
                label={t("palette.open")}
                onClick={() => onPalette(true)}
              />
              <span className={classes.separator} />
            </>
          )}
          <Tool icon={IconPlus} label={t("toolbar.add")} onClick={onQuickAdd} />
          <Tool icon={IconNote} label={t("toolbar.note")} onClick={addNote} />
          <Tool
            icon={IconRepeat}
            label={t("toolbar.wrap")}
            disabled={!canWrap}
            onClick={(event) => {
              const box = event.currentTarget.getBoundingClientRect();
              onWrap({ x: box.left, y: box.bottom + 4 });
            }}
          />
          <span className={classes.separator} />
          <Tool
            icon={IconArrowBackUp}
            label={undoLabel ? t("toolbar.undoStep", { step: step(undoLabel) }) : t("toolbar.undo")}
            disabled={!undoLabel}
            onClick={store.undo}
          />
          <Tool
            icon={IconArrowForwardUp}
            label={redoLabel ? t("toolbar.redoStep", { step: step(redoLabel) }) : t("toolbar.redo")}
            disabled={!redoLabel}
            onClick={store.redo}
          />
          <span className={classes.separator} />
          <Tool icon={IconLayoutDistributeHorizontal} label={t("toolbar.tidy")} onClick={edits.tidy} />
        </div>
      </Panel>
      <Panel position="bottom-left">
        <div className={classes.toolbar} role="toolbar" aria-label={t("toolbar.view")}>
          <Tool icon={IconMinus} label={t("toolbar.zoomOut")} onClick={() => void zoomOut({ duration })} />
          <button
            type="button"
            className={classes.zoom}
            onClick={() => void zoomTo(1, { duration })}
            aria-label={t("toolbar.zoomReset", { zoom: Math.round(zoom * 100) })}
          >
            {Math.round(zoom * 100)} %
          </button>
          <Tool icon={IconPlus} label={t("toolbar.zoomIn")} onClick={() => void zoomIn({ duration })} />
          <Tool
            icon={IconMaximize}
            label={t("toolbar.fit")}
            onClick={() => void fitView({ padding: 0.2, maxZoom: 1, duration })}
          />
        </div>
      </Panel>
    </>
  );
}

interface ToolProps {
  readonly icon: TablerIcon;
  readonly label: string;
  readonly disabled?: boolean;
  readonly onClick: (event: MouseEvent<HTMLElement>) => void;
}

function Tool({ icon: Icon, label, disabled = false, onClick }: ToolProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon
        size="lg"
        className={classes.tool ?? ""}
        aria-label={label}
        aria-disabled={disabled}
        {...(disabled ? { "data-disabled": true } : { onClick })}
      >
        <Icon size={18} stroke={1.75} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}
