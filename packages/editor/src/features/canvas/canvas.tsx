import { useComputedColorScheme, VisuallyHidden } from "@mantine/core";
import { useReducedMotion } from "@mantine/hooks";
import { definitions } from "@sluice/nodes/definitions";
import { defaultConfig } from "@sluice/workflow/node-contract";
import { ReactFlow, ReactFlowProvider } from "@xyflow/react";
import { type MouseEvent, memo, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { grid } from "../../document/card-size.ts";
import type { NewNode } from "../../document/new-node.ts";
import { useOpenDocument } from "../../document/open-document-context.ts";
import { definitionOf, portsOf } from "../../document/ports.ts";
import type { ProblemCount } from "../../document/to-flow.ts";
import { Dots } from "../dots/dots.tsx";
import { Link } from "../link/link.tsx";
import { useHoveredEdge } from "../link/use-hovered-edge.ts";
import { Minimap } from "../minimap/minimap.tsx";
import { cardTypes } from "../node-card/node-card.tsx";
import { CardActionsContext } from "../node-card/use-card-actions.ts";
import { Palette, QuickAdd } from "../palette/palette.tsx";
import classes from "./canvas.module.css";
import { CanvasHint } from "./canvas-hint.tsx";
import { CanvasToolbar } from "./canvas-toolbar.tsx";
import { ConnectDialog } from "./connect-dialog.tsx";
import { miniMapFrom, roomAround } from "./fit.ts";
import { MoveDialog } from "./move-dialog.tsx";
import { NodeMenu } from "./node-menu.tsx";
import { useAnnounce } from "./use-announce.ts";
import { useCanvasCommands } from "./use-canvas-commands.ts";
import { useClipboard } from "./use-clipboard.ts";
import { useConnecting } from "./use-connecting.ts";
import { useDrop } from "./use-drop.ts";
import { useFar } from "./use-far.ts";
import { useFlow } from "./use-flow.ts";
import { useFocusFollows } from "./use-focus-follows.ts";
import { useFocusTrip } from "./use-focus-trip.ts";
import { useKeepInSight, useKeepMiddle, useOpenAtTrigger } from "./use-keep-in-sight.ts";
import { usePaneKeys } from "./use-pane-keys.ts";
import { usePanels } from "./use-panels.ts";
import { useTravelCommands } from "./use-travel-commands.ts";
import { useTrialCommands } from "./use-trial-commands.ts";
import { useView } from "./use-view.ts";
import { WrapMenu } from "./wrap-menu.tsx";

const edgeTypes = { link: Link };
/** Whether a node of a type has an exit, so that it can stand before another. */
const leadsOn = (type: string): boolean => {
  const definition = definitionOf(definitions, type);
  if (!definition) return false;
  const node = { type, config: defaultConfig(definition) };
  return portsOf({ node, types: definitions, language: "en" }).length > 0;
};
const snapGrid: [number, number] = [grid, grid];
/** From this many nodes on, only what is in sight is drawn: below it, panning is smoother with everything there. */
const drawAllUpTo = 150;

// The same at every drawing: React Flow draws all edges again for others.
const enterEdge = (_: unknown, { id }: { id: string }) => useHoveredEdge.getState().enter(id);
const leaveEdge = () => useHoveredEdge.getState().leave();

/** On the card itself, and not to select more than it. */
const isPlainClick = ({ target, shiftKey, ctrlKey, metaKey }: MouseEvent): boolean =>
  !(shiftKey || ctrlKey || metaKey) &&
  target instanceof Element &&
  !target.closest("button, input, textarea");

export interface CanvasProps {
  /** Findings of each node and of the trigger, by key. */
  readonly problems: ReadonlyMap<string, ProblemCount>;
  readonly paletteOpen: boolean;
  readonly outlineOpen: boolean;
  readonly onPalette: (open: boolean) => void;
  /** Opens the inspector for what is selected and puts the focus there. */
  readonly onInspect: () => void;
  /** A card was clicked, and nothing on it that does something else. */
  readonly onTap?: () => void;
  /** A type was taken from the docked palette. */
  readonly onPicked?: () => void;
}

/** The drawing of the open workflow, with everything that can be done to it by hand. */
export const Canvas = memo(function Canvas(props: CanvasProps) {
  return (
    <ReactFlowProvider>
      <Drawing {...props} />
    </ReactFlowProvider>
  );
});

function Drawing({ problems, paletteOpen, outlineOpen, onPalette, onInspect, onTap, onPicked }: CanvasProps) {
  const { t } = useTranslation("canvas");
  const root = useRef<HTMLDivElement>(null);
  const scheme = useComputedColorScheme("light");
  const still = useReducedMotion();
  const readOnly = useOpenDocument((state) => state.readOnly);
  const flow = useFlow(problems);
  const panels = usePanels(root);
  const connecting = useConnecting(panels);
  const drop = useDrop();
  const duration = still ? 0 : 250;
  const paneKeys = usePaneKeys(root, panels);
  const snap = useView((state) => state.snap);
  useCanvasCommands({ root, panels, onInspect, duration });
  useFocusFollows(root);
  useClipboard(root);
  useFocusTrip();
  useFar(root);
  useTravelCommands();
  useTrialCommands(onInspect);
  useKeepInSight();
  useOpenAtTrigger(roomAround(0.12, flow.nodes.length));
  useKeepMiddle();
  const pick = (node: NewNode) => {
    panels.add(node);
    onPicked?.();
  };
  const hasMap = flow.nodes.length >= miniMapFrom;
  const ariaLabels = useMemo(
    () => ({
      "node.a11yDescription.default": t("a11y.node"),
      "node.a11yDescription.keyboardDisabled": t("a11y.node"),
      "edge.a11yDescription.default": t("a11y.edge"),
      "handle.ariaLabel": t("a11y.handle"),
      "node.a11yDescription.ariaLiveMessage": ({ x, y }: { direction: string; x: number; y: number }) =>
        t("a11y.moved", { x: Math.round(x), y: Math.round(y) }),
    }),
    [t],
  );

  return (
    <div className={classes.layout}>
      {paletteOpen && <Palette onPick={pick} onClose={() => onPalette(false)} />}
      <section
        ref={root}
        className="sluice-canvas"
        aria-label={t("label")}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the canvas takes keys (/, Delete, arrows)
        tabIndex={0}
        data-drawing
        {...paneKeys}
        {...drop.handlers}
      >
        <CardActionsContext value={panels.cardActions}>
          <ReactFlow
            nodes={flow.nodes}
            edges={flow.edges}
            nodeTypes={cardTypes}
            edgeTypes={edgeTypes}
            onNodesChange={flow.onNodesChange}
            onEdgesChange={flow.onEdgesChange}
            onPaneClick={flow.clearSelection}
            onNodeClick={(event, { type }) => {
              if (type !== "note" && isPlainClick(event)) onTap?.();
            }}
            onNodeContextMenu={panels.onNodeContextMenu}
            onEdgeMouseEnter={enterEdge}
            onEdgeMouseLeave={leaveEdge}
            {...connecting}
            nodesDraggable={!readOnly}
            nodesConnectable={!readOnly}
            edgesReconnectable={!readOnly}
            colorMode={scheme}
            snapToGrid={snap}
            snapGrid={snapGrid}
            minZoom={0.1}
            maxZoom={2}
            deleteKeyCode={null}
            multiSelectionKeyCode={["Shift", "Meta", "Control"]}
            selectionKeyCode="Shift"
            panOnScroll
            zoomOnDoubleClick={false}
            elevateNodesOnSelect
            connectionRadius={28}
            onlyRenderVisibleElements={flow.nodes.length > drawAllUpTo}
            ariaLabelConfig={ariaLabels}
          >
            <Dots />
            {hasMap && <Minimap label={t("a11y.minimap")} />}
            <CanvasToolbar paletteOpen={paletteOpen} outlineOpen={outlineOpen} />
          </ReactFlow>
        </CardActionsContext>
        <Said />
        {flow.nodes.length === 1 && !panels.quickAdd && <CanvasHint onAdd={panels.openAfterTrigger} />}
        {panels.quickAdd && (
          <QuickAdd
            at={panels.quickAdd.at}
            fits={panels.quickAdd.joint?.kind === "before" ? leadsOn : undefined}
            onPick={panels.pick}
            onLeave={panels.closeQuickAdd}
          />
        )}
        {panels.menu && <NodeMenu {...panels.menu} onClose={panels.closeMenu} />}
        {panels.wrapAt && <WrapMenu at={panels.wrapAt} onClose={panels.closeWrap} />}
        {panels.moving && <MoveDialog names={flow.names} onClose={panels.closeMove} />}
        {panels.connecting !== null && (
          <ConnectDialog {...panels.connecting} names={flow.names} onClose={panels.closeConnect} />
        )}
      </section>
    </div>
  );
}

/** Says to a screen reader what was just done. */
function Said() {
  const text = useAnnounce((state) => state.text);
  const count = useAnnounce((state) => state.count);
  return (
    <VisuallyHidden aria-live="polite">
      <span key={count}>{text}</span>
    </VisuallyHidden>
  );
}
