import { useComputedColorScheme } from "@mantine/core";
import { definitions } from "@sluice/nodes/definitions";
import type { WorkflowNode } from "@sluice/workflow/document";
import { type NodeMouseHandler, ReactFlow, ReactFlowProvider } from "@xyflow/react";
import { useMemo, useState } from "react";
import type { StoredWorkflow } from "../../document/gateway.ts";
import { createOpenDocument } from "../../document/open-document.ts";
import { type OpenWorkflow, OpenWorkflowContext } from "../../document/open-document-context.ts";
import type { RunMarks } from "../../document/run-marks.ts";
import { createFlowMapping, type FlowNode } from "../../document/to-flow.ts";
import { Dots } from "../dots/dots.tsx";
import { Link } from "../link/link.tsx";
import { useEdgeName } from "../link/use-edge-name.ts";
import { cardTypes } from "../node-card/node-card.tsx";
import { type CardActions, CardActionsContext } from "../node-card/use-card-actions.ts";
import { useExitLabel } from "../node-card/use-exit-label.ts";
import { useLanguage } from "../node-card/use-language.ts";
import classes from "./still-drawing.module.css";
import { ViewTools } from "./view-tools.tsx";

const edgeTypes = { link: Link };
const fitView = { padding: 0.15, maxZoom: 1 };
const noProblems = new Map();
/** Nothing can be done to a drawing that is only looked at. */
const noActions: CardActions = {
  openMenu: () => {},
  editNote: () => {},
  insertInto: () => {},
  fold: () => {},
  addInside: () => {},
};
const settled = Promise.resolve();
const noAutosave: OpenWorkflow["autosave"] = {
  flush: () => settled,
  heard: () => settled,
  merge: () => settled,
  keepCopy: () => Promise.reject(new Error("a past version is not saved")),
  stop: () => {},
};

export interface StillDrawingProps {
  /** The workflow, with the document that is shown as its draft. */
  readonly workflow: StoredWorkflow;
  /** What the drawing is called. */
  readonly label: string;
  /** What happened in one execution. */
  readonly marks?: RunMarks | null;
  /** Key of the node that is shown beside. */
  readonly chosen: string | null;
  readonly onChoose: (key: string) => void;
  readonly nameNode: (key: string, node: WorkflowNode | null) => string;
  /** Cards of other looks; those of the editor when left out. */
  readonly cards?: typeof cardTypes;
  /** Class of an edge, by its identity. */
  readonly edgeClass?: (id: string) => string | undefined;
}

/** The drawing of a document, read-only. A click chooses a node. */
export function StillDrawing({ workflow, ...rest }: StillDrawingProps) {
  const open = useMemo(() => ({ store: createOpenDocument({ workflow }), autosave: noAutosave }), [workflow]);
  return (
    <OpenWorkflowContext value={open}>
      <CardActionsContext value={noActions}>
        <ReactFlowProvider>
          <Drawing workflow={workflow} {...rest} />
        </ReactFlowProvider>
      </CardActionsContext>
    </OpenWorkflowContext>
  );
}

function Drawing(props: StillDrawingProps) {
  const { workflow, label, marks = null, chosen, onChoose, nameNode, cards = cardTypes, edgeClass } = props;
  const language = useLanguage();
  const scheme = useComputedColorScheme("light");
  const [map] = useState(createFlowMapping);
  const flow = map({
    document: workflow.draft,
    types: definitions,
    language,
    selection: { nodes: chosen === null ? [] : [chosen], edges: [], notes: [] },
    problems: noProblems,
    marks,
    nameNode,
    nameEdge: useEdgeName(),
    nameExit: useExitLabel(workflow.draft.nodes),
  });
  const edges = edgeClass
    ? flow.edges.map((edge) => {
        const className = edgeClass(edge.id);
        return className === undefined ? edge : { ...edge, className };
      })
    : flow.edges;
  const choose: NodeMouseHandler<FlowNode> = (_, node) => {
    if (node.type !== "note") onChoose(node.id);
  };
  return (
    <section className={`sluice-canvas ${classes.canvas}`} aria-label={label}>
      <ReactFlow
        nodes={flow.nodes}
        edges={edges}
        nodeTypes={cards}
        edgeTypes={edgeTypes}
        onNodeClick={choose}
        colorMode={scheme}
        nodesDraggable={false}
        nodesConnectable={false}
        // The list beside the drawing is the way for the keyboard; the drawing would only repeat it.
        nodesFocusable={false}
        edgesFocusable={false}
        edgesReconnectable={false}
        elementsSelectable={false}
        deleteKeyCode={null}
        fitView
        fitViewOptions={fitView}
        minZoom={0.1}
        maxZoom={2}
        panOnScroll
        zoomOnDoubleClick={false}
      >
        <Dots />
        <ViewTools fit={fitView} />
      </ReactFlow>
    </section>
  );
}
