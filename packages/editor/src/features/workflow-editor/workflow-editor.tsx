import { type KeyboardEvent, useCallback, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useOpenDocument, useOpenDocumentStore } from "../../document/open-document-context.ts";
import { PartBoundary } from "../../ui/part-boundary.tsx";
import { Canvas } from "../canvas/canvas.tsx";
import { CommandPalette } from "../command-palette/command-palette.tsx";
import { useCommands, useReadOnlyCommands } from "../command-palette/use-commands.ts";
import { FindReplace } from "../find-replace/find-replace.tsx";
import { Inspector } from "../inspector/inspector.tsx";
import { Outline } from "../outline/outline.tsx";
import { useFindings } from "../problems/use-findings.ts";
import { useShownRun } from "../run-view/use-shown-run.ts";
import { focusDrawing, leavesPanel } from "./back-to-drawing.ts";
import { ChangedElsewhere } from "./changed-elsewhere.tsx";
import { ConflictDialog } from "./conflict-dialog.tsx";
import { EditorHeader } from "./editor-header.tsx";
import { HindranceNotice } from "./hindrance-notice.tsx";
import { ReadOnlyNotice } from "./read-only-notice.tsx";
import { RunPanel } from "./run-panel.tsx";
import { useLeaveGuard } from "./use-leave-guard.ts";
import { usePreload } from "./use-preload.ts";
import { useShownPanels } from "./use-shown-panels.ts";
import classes from "./workflow-editor.module.css";

/** Milliseconds after which a panel that was just opened is drawn and can take the focus. */
const drawn = 60;

/** The open workflow: header, palette and canvas, inspector, and the run view below. */
export function WorkflowEditor() {
  const { t } = useTranslation("editor");
  const store = useOpenDocumentStore();
  const findings = useFindings();
  const { drawers, show, ...shown } = useShownPanels();
  const readOnly = useOpenDocument((state) => state.readOnly);
  const selected = useOpenDocument((state) => state.selection.nodes.join());
  useReadOnlyCommands(readOnly);
  useLeaveGuard();
  usePreload();

  const toDrawing = useCallback(() => {
    const { nodes } = store.getState().selection;
    focusDrawing(nodes.length === 1 ? nodes[0] : undefined);
  }, [store]);
  const inspect = useCallback(() => {
    show("inspector", true);
    setTimeout(() => {
      const panel = document.getElementById("inspector");
      const field = panel?.querySelector<HTMLElement>("input, textarea, [contenteditable='true'], select");
      (field ?? panel)?.focus();
    }, drawn);
  }, [show]);
  const setOutline = useCallback(
    (open: boolean) => {
      show("outline", open);
      if (!open) toDrawing();
      else
        setTimeout(
          () => document.querySelector<HTMLElement>("#outline [role='tree'] [tabindex='0']")?.focus(),
          drawn,
        );
    },
    [show, toDrawing],
  );
  const setPalette = useCallback((open: boolean) => show("palette", open), [show]);
  const setInspector = useCallback(
    (open: boolean) => {
      show("inspector", open);
      if (!open) toDrawing();
      else if (drawers) setTimeout(() => document.getElementById("inspector")?.focus(), drawn);
    },
    [show, toDrawing, drawers],
  );
  const tap = useCallback(() => show("inspector", true), [show]);
  const closePalette = useCallback(() => show("palette", false), [show]);

  useCommands(
    useMemo(
      () => ({
        nodeTypes: { run: () => setPalette(!shown.palette) },
        outline: { run: () => setOutline(!shown.outline) },
        inspector: { run: () => setInspector(!shown.inspector) },
        executions: { run: () => useShownRun.getState().setOpen(!useShownRun.getState().open) },
      }),
      [shown.palette, shown.outline, shown.inspector, setPalette, setOutline, setInspector],
    ),
  );
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (!leavesPanel(event)) return;
    if (drawers) for (const panel of ["palette", "outline", "inspector"] as const) show(panel, false);
    if (!(event.target as Element).closest(".sluice-canvas")) toDrawing();
  };

  return (
    <div className={classes.editor}>
      <h1 className={classes.unseen}>{t("title")}</h1>
      <EditorHeader findings={findings} inspector={shown.inspector} onInspector={setInspector} />
      <ReadOnlyNotice />
      <HindranceNotice />
      <ChangedElsewhere />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: hears one key of all that stands in it */}
      <div className={classes.work} onKeyDown={onKeyDown}>
        {shown.outline && <Outline findings={findings} onClose={() => setOutline(false)} />}
        <div className={classes.canvas}>
          <Canvas
            problems={findings.byNode}
            paletteOpen={shown.palette}
            outlineOpen={shown.outline}
            onPalette={setPalette}
            onInspect={inspect}
            {...(drawers ? { onTap: tap, onPicked: closePalette } : {})}
          />
        </div>
        {shown.inspector && (
          <PartBoundary subject={selected}>
            <Inspector findings={findings.all} {...(drawers ? { onClose: () => setInspector(false) } : {})} />
          </PartBoundary>
        )}
      </div>
      <RunPanel />
      <ConflictDialog />
      <CommandPalette />
      <FindReplace />
    </div>
  );
}
