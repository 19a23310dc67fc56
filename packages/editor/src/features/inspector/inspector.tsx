import { ActionIcon, Tooltip } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { definitions } from "@sluice/nodes/definitions";
import type { Finding } from "@sluice/workflow/check";
import { IconVariable, IconX } from "@tabler/icons-react";
import { useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { scopeInLoops } from "../../document/loop-scope.ts";
import type { Focus } from "../../document/open-document.ts";
import { useOpenDocument, useOpenDocumentStore } from "../../document/open-document-context.ts";
import { ownField } from "../../document/own-field.ts";
import { useRestedDocument } from "../../document/use-rested-document.ts";
import { inputVariable, variablesOf } from "../../document/variables.ts";
import drawer from "../../ui/drawer.module.css";
import { lazyPart } from "../../ui/lazy-part.tsx";
import { ExpressionContext } from "../expression-field/use-expression-context.ts";
import { useLanguage } from "../node-card/use-language.ts";
import { useSourceScope } from "../trial/use-source-scope.ts";
import { VariableTree } from "../variable-tree/variable-tree.tsx";
import { placeKey } from "./form-context.ts";
import classes from "./inspector.module.css";
import { NodePanel } from "./node-panel.tsx";
import { NotePanel } from "./note-panel.tsx";
import { SelectionPanel } from "./selection-panel.tsx";
import { WorkflowPanel } from "./workflow-panel.tsx";

const TriggerPanel = lazyPart(async () => (await import("../trigger-panel/trigger-panel.tsx")).TriggerPanel);

export interface InspectorProps {
  readonly findings: readonly Finding[];
  /** It lies over the canvas: then it can be closed where it is. */
  readonly onClose?: () => void;
}

/** The panel beside the canvas: what is selected, and all its settings. */
export function Inspector({ findings, onClose }: InspectorProps) {
  const { t } = useTranslation("inspector");
  const language = useLanguage();
  const root = useRef<HTMLElement>(null);
  const selected = useOpenDocument((state) => state.selection.nodes);
  const selectedNotes = useOpenDocument((state) => state.selection.notes);
  const store = useOpenDocumentStore();
  const workflowId = useOpenDocument((state) => state.workflow.id);
  const wide = useMediaQuery("(min-width: 110em)") ?? false;
  const [treeOpen, setTreeOpen] = useState<boolean | null>(null);
  const only = selected.length === 1 ? selected[0] : undefined;
  const node = useOpenDocument(({ document }) => (only === undefined ? undefined : document.nodes[only]));
  const note = useOpenDocument(({ document }) =>
    selected.length === 0 && selectedNotes.length === 1
      ? document.layout?.notes.find(({ id }) => id === selectedNotes[0])
      : undefined,
  );

  // With hundreds of nodes what can be read takes as long as several frames.
  const rested = useRestedDocument();
  const isNew = node !== undefined && only !== undefined && ownField(rested.nodes, only) === undefined;
  const readable = isNew ? store.getState().document : rested;
  const example = useSourceScope(readable, workflowId);
  const surroundings = useMemo(() => {
    const key = only === undefined || only === "trigger" ? null : only;
    const scope =
      key === null
        ? example
        : scopeInLoops({ document: readable, types: definitions, node: key, scope: example });
    const source = { document: readable, types: definitions, language, node: key, scope };
    return { scope, variables: variablesOf(source), input: inputVariable(source) };
  }, [readable, language, only, example]);

  useShowFocus(root);
  const showTree = node !== undefined && (treeOpen ?? wide);
  return (
    <ExpressionContext value={surroundings}>
      <div className={`${classes.beside} ${drawer.end}`}>
        {showTree && (
          <div className={classes.treeColumn}>
            <VariableTree variables={surroundings.variables} />
          </div>
        )}
        <aside ref={root} className={classes.inspector} aria-label={t("label")} tabIndex={-1} id="inspector">
          {onClose && (
            <div className={classes.close}>
              {t("label")}
              <ActionIcon size="sm" aria-label={t("close")} onClick={onClose}>
                <IconX size={16} aria-hidden />
              </ActionIcon>
            </div>
          )}
          {only === undefined ? (
            selected.length > 1 ? (
              <SelectionPanel count={selected.length} />
            ) : note ? (
              <NotePanel key={note.id} note={note} />
            ) : (
              <WorkflowPanel />
            )
          ) : node ? (
            <NodePanel
              key={only}
              nodeKey={only}
              node={node}
              findings={findings}
              tools={
                <Tooltip label={t(showTree ? "variables.hide" : "variables.show")}>
                  <ActionIcon
                    aria-pressed={showTree}
                    aria-label={t(showTree ? "variables.hide" : "variables.show")}
                    onClick={() => setTreeOpen(!showTree)}
                  >
                    <IconVariable size={18} aria-hidden />
                  </ActionIcon>
                </Tooltip>
              }
            />
          ) : (
            <TriggerPanel />
          )}
        </aside>
      </div>
    </ExpressionContext>
  );
}

/** What was asked for and shown: opening the panel once more does not lead there again. */
const seen = new WeakSet<Focus>();

/** Scrolls to the field of a problem that was clicked, lights it up and puts the caret there. */
function useShowFocus(root: { readonly current: HTMLElement | null }): void {
  const focus = useOpenDocument((state) => state.focus);
  useEffect(() => {
    if (!focus || seen.has(focus)) return;
    const ofNode = focus.at[2] === "config" ? 3 : 2;
    const configAt = focus.at.slice(focus.at[0] === "nodes" ? ofNode : 2);
    // The panel of the node may only be drawn now: its fields are looked for in the next frame.
    const timer = setTimeout(() => {
      for (let length = configAt.length; length > 0; length--) {
        const place = placeKey(configAt.slice(0, length));
        const field = root.current?.querySelector<HTMLElement>(`[data-place='${CSS.escape(place)}']`);
        if (!field) continue;
        seen.add(focus);
        field.scrollIntoView({ block: "center" });
        field.dataset.lit = "true";
        setTimeout(() => delete field.dataset.lit, 1600);
        field.querySelector<HTMLElement>("input, textarea, [contenteditable='true'], button")?.focus();
        return;
      }
    }, 120);
    return () => clearTimeout(timer);
  }, [focus, root]);
}
