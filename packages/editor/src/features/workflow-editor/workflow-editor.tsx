import { useLocalStorage, useMediaQuery } from "@mantine/hooks";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { useOpenDocument } from "../../document/open-document-context.ts";
import { PartBoundary } from "../../ui/part-boundary.tsx";
import { Canvas } from "../canvas/canvas.tsx";
import { Inspector } from "../inspector/inspector.tsx";
import { useFindings } from "../problems/use-findings.ts";
import { ChangedElsewhere } from "./changed-elsewhere.tsx";
import { ConflictDialog } from "./conflict-dialog.tsx";
import { EditorHeader } from "./editor-header.tsx";
import { RunPanel } from "./run-panel.tsx";
import { useLeaveGuard } from "./use-leave-guard.ts";
import { usePreload } from "./use-preload.ts";
import { useUndoKeys } from "./use-undo-keys.ts";
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
  const [inspector, setInspector] = useState(true);
  const selected = useOpenDocument((state) => state.selection.nodes.join());
  useLeaveGuard();
  usePreload();
  useUndoKeys();

  const inspect = useCallback(() => {
    setInspector(true);
    setTimeout(() => {
      const panel = document.getElementById("inspector");
      const field = panel?.querySelector<HTMLElement>("input, textarea, [contenteditable='true'], select");
      (field ?? panel)?.focus();
    }, 60);
  }, []);

  return (
    <div className={classes.editor}>
      <h1 className={classes.unseen}>{t("title")}</h1>
      <EditorHeader findings={findings} inspector={inspector} onInspector={setInspector} />
      <ChangedElsewhere />
      <div className={classes.work}>
        <div className={classes.canvas}>
          <Canvas
            problems={findings.byNode}
            paletteOpen={palette ?? !narrow}
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
    </div>
  );
}
