// Every drawing has links: what all drawings look like comes with them.
import "@xyflow/react/dist/base.css";
import "./drawing.css";
import { IconPlus } from "@tabler/icons-react";
import { BaseEdge, type Edge, EdgeLabelRenderer, type EdgeProps, getBezierPath } from "@xyflow/react";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import type { EdgeData } from "../../document/to-flow.ts";
import { useCardActions } from "../node-card/use-card-actions.ts";
import { useHoveredEdge } from "./use-hovered-edge.ts";

/** An edge. While it is hovered or selected it offers to put a node into it. */
export const Link = memo(function Link(props: EdgeProps<Edge<EdgeData, "link">>) {
  const { id, data, selected } = props;
  const { t } = useTranslation("canvas");
  const { insertInto } = useCardActions();
  const hovered = useHoveredEdge((state) => state.id === id);
  const [path, x, y] = getBezierPath({ ...props, curvature: 0.32 });
  const look = [data?.mark ? `edge-${data.mark}` : "", data?.port === "error" ? "edge-error" : ""];
  return (
    <>
      <BaseEdge id={id} path={path} className={look.join(" ")} interactionWidth={22} />
      {(hovered || selected) && data && (
        <EdgeLabelRenderer>
          <button
            type="button"
            className="insert-button nodrag nopan"
            tabIndex={selected ? 0 : -1}
            style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}
            aria-label={t("edge.insert")}
            title={t("edge.insert")}
            onClick={(event) => {
              const box = event.currentTarget.getBoundingClientRect();
              insertInto(data, { x: box.right + 8, y: box.top });
            }}
          >
            <IconPlus size={14} aria-hidden />
          </button>
        </EdgeLabelRenderer>
      )}
    </>
  );
});
