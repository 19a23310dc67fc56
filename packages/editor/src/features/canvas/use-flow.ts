import { definitions } from "@sluice/nodes/definitions";
import type { CanvasNote, WorkflowDocument } from "@sluice/workflow/document";
import type { EdgeChange, NodeChange } from "@xyflow/react";
import { useCallback, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Point } from "../../document/card-size.ts";
import { boundsOf, boxesOf, containerAt } from "../../document/frames.ts";
import { nestingOf, outermost, standsIn } from "../../document/nesting.ts";
import { useOpenDocument, useOpenDocumentStore } from "../../document/open-document-context.ts";
import { definitionOf } from "../../document/ports.ts";
import { useRunMarks } from "../../document/run-marks.ts";
import { nothingSelected } from "../../document/selection.ts";
import { noteIdOf } from "../../document/subject.ts";
import {
  createFlowMapping,
  type FlowEdge,
  type FlowNode,
  type NodeWords,
  type ProblemCount,
} from "../../document/to-flow.ts";
import { useRestedDocument } from "../../document/use-rested-document.ts";
import { useEdgeName } from "../link/use-edge-name.ts";
import { useDropTarget } from "../node-card/use-drop-target.ts";
import { useExitLabel } from "../node-card/use-exit-label.ts";
import { useLanguage } from "../node-card/use-language.ts";
import { useNodeName } from "../node-card/use-node-name.ts";
import { useEdits } from "./use-edits.ts";

interface Moving extends Point {
  readonly width?: number;
  readonly height?: number;
}

/** React Flow's nodes and edges of the open document, and what becomes of the changes it asks for. */
export function useFlow(problems: ReadonlyMap<string, ProblemCount>) {
  const { t } = useTranslation("canvas");
  const language = useLanguage();
  const store = useOpenDocumentStore();
  const edits = useEdits();
  const document = useOpenDocument((state) => state.document);
  const selection = useOpenDocument((state) => state.selection);
  const marks = useRunMarks((state) => state.marks);
  const [moving, setMoving] = useState<ReadonlyMap<string, Moving>>(new Map());
  const movingNow = useRef(moving);
  const [map] = useState(createFlowMapping);

  const names = useNodeName();
  // React Flow looks through all edges again when one changes: what they are called follows once a name is written.
  const rested = useRestedDocument();
  const endNames = useNodeName(rested);
  const nameExit = useExitLabel(rested.nodes);
  const nameEdge = useEdgeName();
  const words = useMemo(
    () => ({
      describeNode: ({ name, node, problems: found, mark, inside = 0 }: NodeWords) => {
        const parts = [name];
        if (node) parts.push(definitionOf(definitions, node.type)?.title[language] ?? node.type);
        if (inside > 0) parts.push(t("frame.folded", { count: inside }));
        if (node?.disabled) parts.push(t("card.disabled"));
        if (node?.pin) parts.push(t("card.pinned"));
        if (found?.errors) parts.push(t("card.errors", { count: found.errors }));
        else if (found?.warnings) parts.push(t("card.warnings", { count: found.warnings }));
        if (mark) parts.push(t(`marks.${mark.status}`));
        if (mark?.used) parts.push(t(`used.${mark.used}`));
        return parts.join(", ");
      },
      nameNote: ({ text }: CanvasNote) => t("note.name", { text: text.trim() || t("note.blank") }),
    }),
    [language, t],
  );

  const flow = useMemo(
    () =>
      map({
        document,
        types: definitions,
        language,
        selection,
        marks,
        moving,
        problems,
        nameNode: names,
        nameEnd: endNames,
        ...{ nameEdge, nameExit },
        ...words,
      }),
    [map, document, language, selection, marks, moving, problems, names, endNames, nameEdge, nameExit, words],
  );

  const setBoth = useCallback((next: ReadonlyMap<string, Moving>) => {
    movingNow.current = next;
    setMoving(next);
  }, []);

  const onNodesChange = useCallback(
    (changes: NodeChange<FlowNode>[]) => {
      const next = new Map(movingNow.current);
      const done = new Map<string, Moving>();
      const nodes = new Set(store.getState().selection.nodes);
      const notes = new Set(store.getState().selection.notes);
      let selected = false;
      for (const change of changes) {
        if (change.type === "select") {
          selected = true;
          const note = noteIdOf(change.id);
          const set = note === null ? nodes : notes;
          if (change.selected) set.add(note ?? change.id);
          else set.delete(note ?? change.id);
        } else if (change.type === "position" && change.position) {
          const place = { ...next.get(change.id), ...change.position };
          if (change.dragging) next.set(change.id, place);
          else done.set(change.id, place);
        } else if (change.type === "dimensions" && change.dimensions && change.resizing !== undefined) {
          const { width, height } = change.dimensions;
          const at = next.get(change.id) ?? placeOf(change.id);
          if (change.resizing) next.set(change.id, { ...at, width, height });
          else done.set(change.id, { ...at, width, height });
        }
      }
      const dragged = movingNow.current.size > 0;
      for (const id of done.keys()) next.delete(id);
      if (next.size > 0 || dragged) setBoth(next);
      // Arrow keys come without a drag: steps in a row are one step of the history.
      const at = (places: ReadonlyMap<string, Moving>) => onCanvas(store.getState().document, places);
      useDropTarget
        .getState()
        .aim(next.size > 0 ? (targetOf(store.getState().document, at(next)) ?? null) : null);
      if (done.size > 0 && dragged) {
        const places = at(done);
        edits.drop(places, targetOf(store.getState().document, places));
      } else if (done.size > 0) edits.move(at(done), `nudge:${[...done.keys()].join()}`);
      if (selected) {
        store.select({ ...store.getState().selection, nodes: [...nodes], notes: [...notes] });
      }

      function placeOf(id: string): Point {
        const note = store.getState().document.layout?.notes.find((one) => one.id === noteIdOf(id));
        return { x: note?.x ?? 0, y: note?.y ?? 0 };
      }
    },
    [store, edits, setBoth],
  );

  const onEdgesChange = useCallback(
    (changes: EdgeChange<FlowEdge>[]) => {
      const edges = new Set(store.getState().selection.edges);
      for (const change of changes) {
        if (change.type !== "select") continue;
        if (change.selected) edges.add(change.id);
        else edges.delete(change.id);
      }
      store.select({ ...store.getState().selection, edges: [...edges] });
    },
    [store],
  );

  const clearSelection = useCallback(() => store.select(nothingSelected), [store]);
  return { ...flow, names, onNodesChange, onEdgesChange, clearSelection };
}

/**
 * Places from the canvas's corner, as the document has them: React Flow counts from the container. What stands in
 * something that moves too is left out: it goes with it.
 */
function onCanvas(
  document: WorkflowDocument,
  places: ReadonlyMap<string, Moving>,
): ReadonlyMap<string, Moving> {
  const boxes = boxesOf(document, definitions);
  const { parentOf } = nestingOf(document);
  const outer = new Set(outermost(document, places.keys()));
  return new Map(
    [...places].flatMap(([id, place]) => {
      if (!outer.has(id)) return [];
      const frame = boxes.get(parentOf(id) ?? "");
      return [[id, { ...place, x: place.x + (frame?.x ?? 0), y: place.y + (frame?.y ?? 0) }]];
    }),
  );
}

/** The container under the middle of what is dragged. The trigger and notes stand in none. */
function targetOf(document: WorkflowDocument, places: ReadonlyMap<string, Moving>): string | undefined {
  const boxes = boxesOf(document, definitions);
  const dragged = [...places].filter(([id]) => Object.hasOwn(document.nodes, id));
  const bounds = boundsOf(
    dragged.flatMap(([id, { x, y }]) => {
      const box = boxes.get(id);
      return box ? [{ ...box, x, y }] : [];
    }),
  );
  if (!bounds) return undefined;
  return containerAt({
    document,
    types: definitions,
    at: { x: bounds.x + bounds.width / 2, y: bounds.y + bounds.height / 2 },
    except: (key) => dragged.some(([id]) => standsIn(document, key, id)),
  });
}
