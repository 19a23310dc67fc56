import { notifications } from "@mantine/notifications";
import { definitions } from "@sluice/nodes/definitions";
import type {
  Connection,
  FinalConnectionState,
  IsValidConnection,
  OnConnect,
  OnConnectEnd,
  OnReconnect,
} from "@xyflow/react";
import { useReactFlow } from "@xyflow/react";
import { useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { type Dot, movedEnd } from "../../document/moved-end.ts";
import { useOpenDocumentStore } from "../../document/open-document-context.ts";
import { refusalOf, type WantedEdge } from "../../document/rules.ts";
import type { FlowEdge } from "../../document/to-flow.ts";
import { useEdits } from "./use-edits.ts";
import type { Panels } from "./use-panels.ts";

export interface Connecting {
  onConnect: OnConnect;
  onConnectEnd: OnConnectEnd;
  onReconnectStart: (event: unknown, edge: FlowEdge) => void;
  onReconnect: OnReconnect<FlowEdge>;
  onReconnectEnd: (event: unknown, edge: FlowEdge, handle: unknown, state: FinalConnectionState) => void;
  isValidConnection: IsValidConnection<FlowEdge>;
}

/** Drawing edges by hand: what may be joined, why not, and what an edge into the empty offers. */
export function useConnecting(panels: Panels): Connecting {
  const { t } = useTranslation("canvas");
  const store = useOpenDocumentStore();
  const edits = useEdits();
  const { screenToFlowPosition } = useReactFlow();
  const reconnecting = useRef<FlowEdge | null>(null);

  return useMemo(() => {
    const wanted = ({ source, sourceHandle, target }: Connection | FlowEdge) => ({
      from: source,
      port: sourceHandle ?? "out",
      to: target,
    });
    const replaced = () => {
      const data = reconnecting.current?.data;
      return data ? { from: data.from, port: data.port, to: data.to } : undefined;
    };
    const refusal = (edge: WantedEdge) =>
      refusalOf({
        document: store.getState().document,
        types: definitions,
        wanted: edge,
        replaced: replaced(),
      });
    const refuse = (code: string) =>
      notifications.show({ color: "red", title: t("connect.refused"), message: t(`refusals.${code}`) });

    /** Says why the drop on a card was not taken. */
    const explain = (state: FinalConnectionState): boolean => {
      const { fromNode, toNode, fromHandle, toHandle } = state;
      if (!fromNode || !toNode || fromNode.id === toNode.id) return false;
      const forward = fromHandle?.type !== "target";
      const edge = {
        from: forward ? fromNode.id : toNode.id,
        port: (forward ? fromHandle?.id : toHandle?.id) ?? "out",
        to: forward ? toNode.id : fromNode.id,
      };
      const reason = refusal(edge);
      if (reason) refuse(reason);
      return reason !== null;
    };

    /** From an entry to an entry, or an exit to an exit, the end of the edge there is meant: the dot lies above its end. */
    const moveEnd = ({ fromNode, toNode, fromHandle, toHandle }: FinalConnectionState): boolean => {
      if (!fromNode || !toNode || !fromHandle || !toHandle || fromNode.id === toNode.id) return false;
      const dot = (node: string, handle: typeof fromHandle): Dot =>
        handle.type === "target" ? { node } : { node, port: handle.id ?? "out" };
      const moved = movedEnd(store.getState(), dot(fromNode.id, fromHandle), dot(toNode.id, toHandle));
      if (moved === null) return false;
      if ("refusal" in moved) {
        refuse(moved.refusal);
        return true;
      }
      const { document } = store.getState();
      const { edge, now } = moved;
      const reason = refusalOf({ document, types: definitions, wanted: now, replaced: edge });
      if (reason === null) edits.reconnect(edge, now);
      else refuse(reason);
      return true;
    };

    return {
      isValidConnection: (connection) => refusal(wanted(connection)) === null,
      onConnect: (connection) => edits.connect(wanted(connection)),
      onConnectEnd: (event, state) => {
        if (state.isValid || reconnecting.current || !state.fromNode) return;
        if (moveEnd(state) || explain(state) || state.toNode) return;
        const at = pointOf(event);
        if (state.fromHandle?.type !== "source") {
          panels.openQuickAdd(at, { kind: "before", to: state.fromNode.id, at: screenToFlowPosition(at) });
          return;
        }
        panels.openQuickAdd(at, {
          kind: "after",
          from: state.fromNode.id,
          port: state.fromHandle.id ?? "out",
          at: screenToFlowPosition(at),
        });
      },
      onReconnectStart: (_event, edge) => {
        reconnecting.current = edge;
      },
      onReconnect: (edge, connection) => {
        if (edge.data) edits.reconnect(edge.data, wanted(connection));
      },
      onReconnectEnd: (_event, _edge, _handle, state) => {
        if (!state.isValid) explain(state);
        reconnecting.current = null;
      },
    };
  }, [edits, panels, screenToFlowPosition, store, t]);
}

function pointOf(event: MouseEvent | TouchEvent): { x: number; y: number } {
  const point = "changedTouches" in event ? event.changedTouches[0] : event;
  return { x: point?.clientX ?? 0, y: point?.clientY ?? 0 };
}
