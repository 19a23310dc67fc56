import { ActionIcon, Tooltip } from "@mantine/core";
import { Panel, useStore } from "@xyflow/react";
import { type MouseEvent, memo } from "react";
import { useTranslation } from "react-i18next";
import { useOpenDocument } from "../../document/open-document-context.ts";
import { redoLabel, undoLabel } from "../../document/travel.ts";
import { type CommandId, commandIcon, runCommand, useCommandTexts } from "../command-palette/use-commands.ts";
import { ArrangeMenu } from "./arrange-menu.tsx";
import classes from "./canvas.module.css";
import { useStepWords } from "./use-step-words.ts";
import { useView } from "./use-view.ts";

export interface CanvasToolbarProps {
  readonly paletteOpen: boolean;
  readonly outlineOpen: boolean;
}

/** Undo, tidy, zoom: what concerns the whole drawing. */
export const CanvasToolbar = memo(function CanvasToolbar({ paletteOpen, outlineOpen }: CanvasToolbarProps) {
  const { t } = useTranslation("canvas");
  const texts = useCommandTexts();
  const snap = useView((state) => state.snap);
  const undone = useOpenDocument(undoLabel);
  const redone = useOpenDocument(redoLabel);
  const words = useStepWords();
  const canWrap = useOpenDocument((state) => state.selection.nodes.some((key) => key !== "trigger"));
  const readOnly = useOpenDocument((state) => state.readOnly);
  const any = useOpenDocument(({ selection }) => selection.nodes.length + selection.notes.length > 0);

  return (
    <>
      <Panel position="top-left">
        <div className={classes.toolbar} role="toolbar" aria-label={t("toolbar.edit")}>
          {readOnly ? (
            <Tool id="outline" pressed={outlineOpen} />
          ) : (
            <>
              {!paletteOpen && <Tool id="nodeTypes" />}
              <Tool id="outline" pressed={outlineOpen} />
              <span className={classes.separator} />
              <Tool id="addNode" />
              <Tool id="addNote" />
              <Tool id="wrap" label={t("toolbar.wrap", { keys: texts.keys("wrap") })} disabled={!canWrap} />
              <span className={classes.separator} />
              <Tool
                id="undo"
                label={undone ? t("toolbar.undoStep", { step: words(undone) }) : t("toolbar.undo")}
                disabled={!undone}
              />
              <Tool
                id="redo"
                label={redone ? t("toolbar.redoStep", { step: words(redone) }) : t("toolbar.redo")}
                disabled={!redone}
              />
              <span className={classes.separator} />
              <Tool id="tidy" />
              <ArrangeMenu />
              <Tool id="snap" pressed={snap} />
            </>
          )}
          <span className={classes.separator} />
          <Tool id="palette" />
        </div>
      </Panel>
      <Panel position="bottom-left">
        <div className={classes.toolbar} role="toolbar" aria-label={t("toolbar.view")}>
          <Tool id="zoomOut" />
          <Zoom />
          <Tool id="zoomIn" />
          <Tool id="fit" />
          <Tool id="zoomSelection" disabled={!any} />
        </div>
      </Panel>
    </>
  );
});

/** The zoom as a number. Apart, and only when the number changes: the toolbar shall not be drawn again while one pans. */
function Zoom() {
  const { t } = useTranslation("canvas");
  const zoom = useStore(({ transform: [, , scale] }) => Math.round(scale * 100));
  return (
    <button
      type="button"
      className={classes.zoom}
      onClick={() => runCommand("zoomReset")}
      aria-label={t("toolbar.zoomReset", { zoom })}
    >
      {zoom} %
    </button>
  );
}

interface ToolProps {
  readonly id: CommandId;
  /** Instead of the command's own words. */
  readonly label?: string;
  readonly disabled?: boolean;
  /** Of what is on or off. */
  readonly pressed?: boolean;
}

/** A button for a command; what panel it opens hangs below it. */
function Tool({ id, label, disabled = false, pressed }: ToolProps) {
  const texts = useCommandTexts();
  const Icon = commandIcon(id);
  const shown = label ?? texts.hint(id);
  const run = (event: MouseEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    // A node is added where the drawing is looked at, whatever button asked for it.
    const at = id === "addNode" ? undefined : { x: box.left, y: box.bottom + 4 };
    runCommand(id, { subject: null, at });
  };
  return (
    <Tooltip label={shown}>
      <ActionIcon
        size="lg"
        className={classes.tool ?? ""}
        aria-label={shown}
        aria-disabled={disabled}
        aria-keyshortcuts={texts.aria(id)}
        {...(pressed === undefined ? {} : { "aria-pressed": pressed })}
        {...(disabled ? { "data-disabled": true } : { onClick: run })}
      >
        <Icon size={18} stroke={1.75} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}
