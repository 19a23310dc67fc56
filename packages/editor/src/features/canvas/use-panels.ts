import { type NodeMouseHandler, useReactFlow } from "@xyflow/react";
import { type RefObject, useMemo, useRef, useState } from "react";
import type { Point } from "../../document/card-size.ts";
import type { Joint } from "../../document/edits.ts";
import type { NewNode } from "../../document/new-node.ts";
import { useOpenDocumentStore } from "../../document/open-document-context.ts";
import type { WantedEdge } from "../../document/rules.ts";
import { selectNode } from "../../document/selection.ts";
import type { FlowNode } from "../../document/to-flow.ts";
import type { CardActions } from "../node-card/use-card-actions.ts";
import { useEdits } from "./use-edits.ts";

interface QuickAddState {
  /** In the window. */
  readonly at: Point;
  /** Null: it follows from what is selected. */
  readonly joint: Joint | null;
}

interface Connecting {
  readonly from: string;
  /** The exit that is offered first. */
  readonly port: string;
  readonly edge?: WantedEdge | undefined;
}

export interface Panels {
  readonly quickAdd: QuickAddState | null;
  readonly menu: { readonly nodeKey: string; readonly at: Point } | null;
  /** The node whose exit is about to lead somewhere; `edge`: the edge that then leads there instead. */
  readonly connecting: Connecting | null;
  /** Where the choice of a container for the selected nodes stands. */
  readonly wrapAt: Point | null;
  /** The selected nodes are about to move into another container. */
  readonly moving: boolean;
  readonly cardActions: CardActions;
  readonly onNodeContextMenu: NodeMouseHandler<FlowNode>;
  openQuickAdd(at: Point, joint?: Joint): void;
  /** At a place of the window; left out: at the middle of the canvas. */
  openAtCentre(at?: Point, joint?: Joint): void;
  openAfterTrigger(): void;
  closeQuickAdd(): void;
  pick(node: NewNode): void;
  /** Adds a node where it fits best; `joint` says where instead. */
  add(node: NewNode, joint?: Joint): void;
  closeMenu(): void;
  openConnect(connecting: Connecting): void;
  closeConnect(): void;
  /** At a place of the window; left out: at the middle of the canvas. */
  openWrap(at?: Point): void;
  closeWrap(): void;
  openMove(): void;
  closeMove(): void;
  /** Where the pointer is over the canvas, in the window; null: elsewhere. */
  pointer(): Point | null;
  point(at: Point | null): void;
}

/** The small panels that open over the canvas: palette at the pointer, node menu, connect dialog. */
export function usePanels(root: RefObject<HTMLElement | null>): Panels {
  const store = useOpenDocumentStore();
  const edits = useEdits();
  const { screenToFlowPosition } = useReactFlow();
  const [quickAdd, setQuickAdd] = useState<QuickAddState | null>(null);
  const [menu, setMenu] = useState<Panels["menu"]>(null);
  const [connecting, setConnecting] = useState<Panels["connecting"]>(null);
  const [wrapAt, setWrapAt] = useState<Point | null>(null);
  const [moving, setMoving] = useState(false);
  const pointer = useRef<Point | null>(null);
  /** Has the focus again when the palette closes: the canvas, or what in the outline it was opened from. */
  const opener = useRef<{ readonly element: HTMLElement; readonly tree: HTMLElement } | null>(null);

  return useMemo(() => {
    const centre = (): Point => {
      const box = root.current?.getBoundingClientRect();
      return box ? { x: box.left + box.width / 2, y: box.top + box.height / 3 } : { x: 200, y: 200 };
    };
    const openMenu = (nodeKey: string, at: Point) => {
      if (!store.getState().selection.nodes.includes(nodeKey)) store.select(selectNode(nodeKey));
      setMenu({ nodeKey, at });
    };
    const rememberOpener = () => {
      const active = document.activeElement;
      const tree = active?.closest<HTMLElement>("[role='tree']") ?? null;
      opener.current = tree && active instanceof HTMLElement ? { element: active, tree } : null;
    };
    const openQuickAdd = (at: Point, joint: Joint | null = null) => {
      rememberOpener();
      setQuickAdd({ at, joint });
    };
    /** To the line of the outline; where that has become another one, to the one that stands there now. */
    const focusBack = () => {
      const { element, tree } = opener.current ?? {};
      const line = element?.isConnected ? element : tree?.querySelector<HTMLElement>("[tabindex='0']");
      (line ?? root.current)?.focus({ preventScroll: true });
    };
    /** After a dialog is gone, if nothing else has taken the focus. */
    const focusBackSoon = () =>
      setTimeout(() => {
        if (opener.current && document.activeElement === document.body) focusBack();
      }, 50);
    /** To what is selected since, in the drawing that the menu was opened from: the next key is meant for that. */
    const focusSelectedSoon = () =>
      setTimeout(() => {
        const active = document.activeElement;
        const free = active === document.body || active?.closest(".react-flow__node, [role='tree']");
        const [only = ""] = store.getState().selection.nodes;
        const line = opener.current?.tree.querySelector<HTMLElement>("[aria-selected='true']");
        const card = root.current?.querySelector<HTMLElement>(
          `.react-flow__node[data-id="${CSS.escape(only)}"]`,
        );
        if (free) (line ?? card ?? root.current)?.focus({ preventScroll: true });
      }, 50);
    /** `at`: where in the window it stands when it is joined to nothing. */
    const add = (node: NewNode, { joint, at }: QuickAddState) =>
      edits.addNode(
        node,
        joint ?? edits.nextJoint(node.type) ?? { kind: "alone", at: screenToFlowPosition(at) },
      );
    return {
      quickAdd,
      menu,
      connecting,
      wrapAt,
      moving,
      openQuickAdd,
      openAtCentre: (at = centre(), joint) => openQuickAdd(at, joint),
      openAfterTrigger: () => openQuickAdd(centre(), { kind: "after", from: "trigger", port: "out" }),
      closeQuickAdd: () => {
        setQuickAdd(null);
        focusBack();
      },
      pick: (node) => {
        if (quickAdd) add(node, quickAdd);
        setQuickAdd(null);
        focusBack();
      },
      add: (node, joint) => add(node, { joint: joint ?? null, at: centre() }),
      closeMenu: () => setMenu(null),
      openConnect: (next) => {
        setMenu(null);
        rememberOpener();
        setConnecting(next);
      },
      closeConnect: () => {
        setConnecting(null);
        focusBackSoon();
      },
      openWrap: (at = centre()) => {
        setMenu(null);
        rememberOpener();
        setWrapAt(at);
      },
      closeWrap: () => {
        setWrapAt(null);
        focusSelectedSoon();
      },
      openMove: () => {
        setMenu(null);
        rememberOpener();
        setMoving(true);
      },
      closeMove: () => {
        setMoving(false);
        focusBackSoon();
      },
      pointer: () => pointer.current,
      point: (at) => {
        pointer.current = at;
      },
      onNodeContextMenu: (event, node) => {
        event.preventDefault();
        if (node.type === "note") return;
        const box = (event.currentTarget as Element).getBoundingClientRect();
        // The menu key sends no place of its own.
        const keyboard = event.clientX === 0 && event.clientY === 0;
        openMenu(
          node.id,
          keyboard ? { x: box.left + 16, y: box.bottom } : { x: event.clientX, y: event.clientY },
        );
      },
      cardActions: {
        openMenu,
        fold: (container) => edits.fold(container),
        editNote: (id, text) => edits.setNote(id, { text }, "text"),
        insertInto: (edge, at) => openQuickAdd(at, { kind: "into", edge }),
        addInside: (container, at) => openQuickAdd(at, { kind: "inside", container }),
      },
    };
  }, [quickAdd, menu, connecting, wrapAt, moving, edits, root, screenToFlowPosition, store]);
}
