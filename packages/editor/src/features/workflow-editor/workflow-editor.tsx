import { useLocalStorage, useMediaQuery } from "@mantine/hooks";
import { useCallback, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useOpenDocument } from "../../document/open-document-context.ts";
import { PartBoundary } from "../../ui/part-boundary.tsx";
import { Canvas } from "../canvas/canvas.tsx";
import { CommandPalette } from "../command-palette/command-palette.tsx";
import { useCommands, useReadOnlyCommands } from "../command-palette/use-commands.ts";
import { FindReplace } from "../find-replace/find-replace.tsx";
import { Inspector } from "../inspector/inspector.tsx";
import { Outline } from "../outline/outline.tsx";
import { useFindings } from "../problems/use-findings.ts";
import { useShownRun } from "../run-view/use-shown-run.ts";
import { ChangedElsewhere } from "./changed-elsewhere.tsx";
import { ConflictDialog } from "./conflict-dialog.tsx";
import { EditorHeader } from "./editor-header.tsx";
import { HindranceNotice } from "./hindrance-notice.tsx";
import { ReadOnlyNotice } from "./read-only-notice.tsx";
import { RunPanel } from "./run-panel.tsx";
import { useLeaveGuard } from "./use-leave-guard.ts";
import { usePreload } from "./use-preload.ts";
import classes from "./workflow-editor.module.css";

/** The open workflow: header, palette and canvas, inspector, and the run view below. */
export function WorkflowEditor() {
  const { t } = useTranslation("editor");
  const findings = useFindings();
  const narrow = useMediaQuery("(max-width: 75em)") ?? false;
  const [palette, setPalette] = useLocalStorage<boolean | null>({
    key: "sluice-palette",
    defaultValue: null,
    getInitialValueInEffect: false,
  });
  const [outline, setOutline] = useLocalStorage({
    key: "sluice-outline",
    defaultValue: false,
    getInitialValueInEffect: false,
  });
  const [inspector, setInspector] = useState(true);
  const readOnly = useOpenDocument((state) => state.readOnly);
  const selected = useOpenDocument((state) => state.selection.nodes.join());
  useReadOnlyCommands(readOnly);
  useLeaveGuard();
  usePreload();

  const inspect = useCallback(() => {
    setInspector(true);
    setTimeout(() => {
      const panel = document.getElementById("inspector");
      const field = panel?.querySelector<HTMLElement>("input, textarea, [contenteditable='true'], select");
      (field ?? panel)?.focus();
    }, 60);
  }, []);

  const paletteOpen = !readOnly && !outline && (palette ?? !narrow);
  useCommands(
    useMemo(
      () => ({
        // Both stand left of the canvas: with the two of them it would be too narrow.
        nodeTypes: {
          run: () => {
            setPalette(!paletteOpen);
            setOutline(false);
          },
        },
        outline: { run: () => setOutline((open) => !open) },
        inspector: { run: () => setInspector((open) => !open) },
        executions: { run: () => useShownRun.getState().setOpen(!useShownRun.getState().open) },
      }),
      [paletteOpen, setPalette, setOutline],
    ),
  );

  return (
    <div className={classes.editor}>
      <h1 className={classes.unseen}>{t("title")}</h1>
      <EditorHeader findings={findings} inspector={inspector} onInspector={setInspector} />
      <ReadOnlyNotice />
      <HindranceNotice />
      <ChangedElsewhere />
      <div className={classes.work}>
        {outline && <Outline findings={findings} onClose={() => setOutline(false)} />}
        <div className={classes.canvas}>
          <Canvas
            problems={findings.byNode}
            paletteOpen={paletteOpen}
            outlineOpen={outline}
            onPalette={setPalette}
            onInspect={inspect}
          />
        </div>
        {inspector && (
          <PartBoundary subject={selected}>
            <Inspector findings={findings.all} />
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
