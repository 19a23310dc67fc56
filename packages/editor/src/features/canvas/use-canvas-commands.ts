import { definitions } from "@sluice/nodes/definitions";
import { useReactFlow } from "@xyflow/react";
import { type RefObject, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { arrangements, needed, selectedBoxes } from "../../document/arrange.ts";
import { grid, noteSize, type Point } from "../../document/card-size.ts";
import { wrappable } from "../../document/container-edits.ts";
import { foldsOf, isContainer, nestingOf } from "../../document/nesting.ts";
import { useOpenDocumentStore } from "../../document/open-document-context.ts";
import { isSelected, noteFlowId, readEdgeId, type Subject, selectSubject } from "../../document/subject.ts";
import {
  type CommandFrom,
  type CommandHandler,
  type CommandHandlers,
  useCommands,
} from "../command-palette/use-commands.ts";
import { useEditedNote } from "../node-card/use-edited-note.ts";
import { roomAround } from "./fit.ts";
import { useAnnounce } from "./use-announce.ts";
import { useEdits } from "./use-edits.ts";
import type { Panels } from "./use-panels.ts";
import { useView } from "./use-view.ts";

export interface CanvasCommandNeeds {
  readonly root: RefObject<HTMLElement | null>;
  readonly panels: Panels;
  readonly onInspect: () => void;
  /** Milliseconds that zooming takes. */
  readonly duration: number;
}

/** What the canvas does of the table of commands: everything about the drawing. */
export function useCanvasCommands({ root, panels, onInspect, duration }: CanvasCommandNeeds): void {
  const { t } = useTranslation("canvas");
  const store = useOpenDocumentStore();
  const edits = useEdits();
  const say = useAnnounce((state) => state.say);
  const flow = useReactFlow();
  const editNote = useEditedNote((state) => state.edit);

  useCommands(
    useMemo((): CommandHandlers => {
      const selection = () => store.getState().selection;
      const document = () => store.getState().document;
      /** What has the focus counts, also where something else is selected. */
      const take = ({ subject }: CommandFrom) => {
        if (subject && !isSelected(selection(), subject)) store.select(selectSubject(subject));
      };
      const count = () => selection().nodes.length + selection().notes.length + selection().edges.length;
      const anything = ({ subject }: CommandFrom) => subject !== null || count() > 0;
      /** Not about an edge or exit: about something that has a place and settings. */
      const anyCard = (from: CommandFrom) =>
        anything(from) && from.subject?.kind !== "edge" && from.subject?.kind !== "exit";
      /** The one node that is meant, `trigger` among them. */
      const nodeOf = ({ subject }: CommandFrom): string | undefined => {
        if (subject?.kind === "exit") return subject.from;
        if (subject) return subject.kind === "node" ? subject.key : undefined;
        const { nodes, notes, edges } = selection();
        return nodes.length === 1 && notes.length + edges.length === 0 ? nodes[0] : undefined;
      };
      const edgeOf = ({ subject }: CommandFrom) => {
        const { nodes, notes, edges } = selection();
        const only = nodes.length + notes.length === 0 && edges.length === 1 ? edges[0] : undefined;
        if (subject) return subject.kind === "edge" ? subject.edge : undefined;
        return only === undefined ? undefined : readEdgeId(only);
      };
      /** The exit that something new would follow. */
      const exitOf = (from: CommandFrom): { from: string; port: string } | undefined => {
        if (from.subject?.kind === "exit") return { from: from.subject.from, port: from.subject.port };
        const key = nodeOf(from);
        const port = key === undefined ? null : edits.freeExitOf(key);
        return key === undefined || port === null ? undefined : { from: key, port };
      };
      const realNode = (from: CommandFrom): boolean => {
        const key = nodeOf(from);
        return key !== undefined && Object.hasOwn(document().nodes, key);
      };
      const wraps = ({ subject }: CommandFrom) =>
        wrappable(document(), subject?.kind === "node" ? [subject.key] : subject ? [] : selection().nodes)
          .length > 0;
      const centre = (): Point => {
        const box = root.current?.getBoundingClientRect();
        return flow.screenToFlowPosition(
          box ? { x: box.left + box.width / 2, y: box.top + box.height / 2 } : { x: 200, y: 200 },
        );
      };
      const nudge = (x: number, y: number): CommandHandler => ({
        run: (from) => {
          take(from);
          edits.nudge({ x: x * grid, y: y * grid });
        },
        can: anyCard,
      });
      const zoom = (way: () => Promise<unknown>): CommandHandler => ({
        run: () => {
          void way().then(() => say(t("said.zoom", { zoom: Math.round(flow.getZoom() * 100) })));
        },
      });
      const open = (subject: Subject | null) => {
        if (subject?.kind === "note") return editNote(subject.id);
        if (subject) store.select(selectSubject(subject));
        onInspect();
      };

      return {
        settings: {
          run: (from) => {
            const note = count() === 1 ? selection().notes[0] : undefined;
            open(from.subject ?? (note === undefined ? null : { kind: "note", id: note }));
          },
          can: anyCard,
        },
        menu: {
          run: ({ subject, at }) => {
            if (subject?.kind === "node") panels.cardActions.openMenu(subject.key, at ?? { x: 200, y: 200 });
          },
          can: ({ subject }) => subject?.kind === "node",
        },
        addNode: {
          run: (from) => {
            const edge = edgeOf(from);
            const joint = edge && { kind: "into" as const, edge };
            if (from.type !== undefined) panels.add({ type: from.type }, joint);
            else panels.openAtCentre(from.at ?? (from.byKeys ? panels.pointer() : null) ?? undefined, joint);
          },
        },
        addAfter: {
          run: (from) => {
            const exit = exitOf(from);
            if (exit) panels.openAtCentre(from.at, { kind: "after", ...exit });
          },
          can: (from) => exitOf(from) !== undefined,
        },
        addInside: {
          run: (from) => {
            const container = nodeOf(from);
            if (container !== undefined) panels.openAtCentre(from.at, { kind: "inside", container });
          },
          can: (from) => {
            const key = nodeOf(from) ?? "";
            return isContainer(document(), definitions, key) && !foldsOf(document()).folded.has(key);
          },
        },
        connect: {
          run: (from) => {
            const edge = edgeOf(from);
            const exit = edge ?? exitOf(from);
            if (exit) panels.openConnect({ from: exit.from, port: exit.port, edge });
          },
          can: (from) => (edgeOf(from) ?? exitOf(from)) !== undefined,
        },
        wrap: {
          run: (from) => {
            take(from);
            panels.openWrap(from.at);
          },
          can: wraps,
        },
        moveInto: {
          run: (from) => {
            take(from);
            panels.openMove();
          },
          can: wraps,
        },
        dissolve: {
          run: (from) => {
            const key = nodeOf(from);
            if (key !== undefined) edits.dissolve(key);
          },
          can: (from) => isContainer(document(), definitions, nodeOf(from) ?? ""),
        },
        fold: {
          run: (from) => {
            const key = nodeOf(from);
            if (key !== undefined) edits.fold(key);
          },
          can: (from) =>
            !store.getState().readOnly && nestingOf(document()).childrenOf(nodeOf(from) ?? "").length > 0,
        },
        addNote: {
          run: () => {
            const { x, y } = centre();
            edits.addNote({ x: x - noteSize.width / 2, y: y - noteSize.height / 2 });
            editNote(selection().notes[0] ?? null);
          },
        },
        duplicate: {
          run: (from) => {
            take(from);
            edits.duplicate();
          },
          can: anyCard,
        },
        selectAll: { run: edits.selectAll },
        toggleDisabled: {
          run: (from) => {
            const key = nodeOf(from);
            if (key !== undefined) edits.setDisabled(key, !document().nodes[key]?.disabled);
          },
          can: realNode,
        },
        remove: {
          run: (from) => {
            take(from);
            edits.removeSelected();
            // What had the focus is gone: the next key shall not go astray.
            if (window.document.activeElement === window.document.body)
              root.current?.focus({ preventScroll: true });
          },
          can: (from) => {
            const { subject } = from;
            return (
              anything(from) &&
              subject?.kind !== "exit" &&
              !(subject?.kind === "node" && subject.key === "trigger")
            );
          },
        },
        tidy: { run: edits.tidy, can: () => Object.keys(document().nodes).length > 0 },
        ...Object.fromEntries(
          arrangements.map((arrangement) => [
            arrangement,
            {
              run: () => edits.arrange(arrangement),
              can: () => selectedBoxes(document(), definitions, selection()).size >= needed(arrangement),
            },
          ]),
        ),
        moveLeft: nudge(-1, 0),
        moveRight: nudge(1, 0),
        moveUp: nudge(0, -1),
        moveDown: nudge(0, 1),
        snap: {
          run: () => {
            useView.getState().toggleSnap();
            say(t(useView.getState().snap ? "said.snapOn" : "said.snapOff"));
          },
        },
        fit: zoom(() =>
          flow.fitView({ padding: roomAround(0.2, flow.getNodes().length), maxZoom: 1, duration }),
        ),
        zoomSelection: {
          run: (from) => {
            take(from);
            void flow.fitView({ nodes: shownBy(selection()), padding: 0.3, maxZoom: 1.5, duration });
          },
          can: anything,
        },
        zoomReset: zoom(() => flow.zoomTo(1, { duration })),
        zoomIn: zoom(() => flow.zoomIn({ duration })),
        zoomOut: zoom(() => flow.zoomOut({ duration })),
      };
    }, [store, edits, flow, panels, root, onInspect, duration, say, t, editNote]),
  );
}

/** The cards and notes that are selected, and the ends of selected edges. */
function shownBy(selection: {
  nodes: readonly string[];
  edges: readonly string[];
  notes: readonly string[];
}) {
  const ends = selection.edges.flatMap((id) => {
    const { from, to } = readEdgeId(id);
    return [from, to];
  });
  const notes = selection.notes.map(noteFlowId);
  return [...new Set([...selection.nodes, ...ends, ...notes])].map((id) => ({ id }));
}
