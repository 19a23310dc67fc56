import { definitions } from "@sluice/nodes/definitions";
import { useReactFlow } from "@xyflow/react";
import { type DragEvent, useMemo, useRef } from "react";
import { cardWidth, headHeight } from "../../document/card-size.ts";
import { containerAt } from "../../document/frames.ts";
import { useOpenDocumentStore } from "../../document/open-document-context.ts";
import type { FlowEdge } from "../../document/to-flow.ts";
import { useDropTarget } from "../node-card/use-drop-target.ts";
import { dragType, operationDragType, readDraggedOperation } from "../palette/palette.tsx";
import { useOperationNode } from "../palette/use-operation-node.ts";
import { useEdits } from "./use-edits.ts";

/** Node types dragged from the palette: onto the canvas, or onto an edge to stand in it. */
export function useDrop() {
  const store = useOpenDocumentStore();
  const edits = useEdits();
  const { screenToFlowPosition, getEdge } = useReactFlow();
  const makeNode = useOperationNode();
  const marked = useRef<Element | null>(null);

  const handlers = useMemo(() => {
    const mark = (edge: Element | null) => {
      if (edge === marked.current) return;
      marked.current?.classList.remove("drop");
      edge?.classList.add("drop");
      marked.current = edge;
    };
    const aim = (container: string | undefined) => useDropTarget.getState().aim(container ?? null);
    const containerUnder = ({ clientX, clientY }: DragEvent) =>
      containerAt({
        document: store.getState().document,
        types: definitions,
        at: screenToFlowPosition({ x: clientX, y: clientY }),
      });
    return {
      onDragOver: (event: DragEvent) => {
        if (!event.dataTransfer.types.includes(dragType)) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = "copy";
        const edge = edgeAt(event);
        mark(edge);
        aim(edge ? undefined : containerUnder(event));
      },
      onDragLeave: () => {
        mark(null);
        aim(undefined);
      },
      onDrop: (event: DragEvent) => {
        const type = event.dataTransfer.getData(dragType);
        const operation = readDraggedOperation(event.dataTransfer.getData(operationDragType));
        mark(null);
        aim(undefined);
        if (type === "") return;
        event.preventDefault();
        const id = edgeAt(event)?.getAttribute("data-id");
        const edge = id ? (getEdge(id) as FlowEdge | undefined)?.data : undefined;

        const point = screenToFlowPosition({ x: event.clientX, y: event.clientY });
        const at = { x: point.x - cardWidth / 2, y: point.y - headHeight / 2 };
        const joint = edge ? ({ kind: "into", edge } as const) : ({ kind: "alone", at } as const);
        if (operation === undefined) edits.addNode({ type }, joint);
        else void makeNode(operation).then((node) => node && edits.addNode(node, joint));
      },
    };
  }, [edits, getEdge, makeNode, screenToFlowPosition, store]);
  return { handlers };
}

/** The edge under the pointer, also where something of it (its insert button) lies on top. */
function edgeAt({ clientX, clientY }: DragEvent): Element | null {
  for (const element of document.elementsFromPoint(clientX, clientY)) {
    const edge = element.closest(".react-flow__edge");
    if (edge) return edge;
  }
  return null;
}
