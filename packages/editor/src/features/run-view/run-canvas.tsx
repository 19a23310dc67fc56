import { useComputedColorScheme } from "@mantine/core";
import { definitions } from "@sluice/nodes/definitions";
import {
  Background,
  BackgroundVariant,
  type NodeMouseHandler,
  ReactFlow,
  ReactFlowProvider,
} from "@xyflow/react";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { grid } from "../../document/card-size.ts";
import type { StoredWorkflow } from "../../document/gateway.ts";
import { createOpenDocument } from "../../document/open-document.ts";
import { type OpenWorkflow, OpenWorkflowContext } from "../../document/open-document-context.ts";
import type { RunMarks } from "../../document/run-marks.ts";
import { createFlowMapping, type FlowNode } from "../../document/to-flow.ts";
import { Link } from "../link/link.tsx";
import { cardTypes } from "../node-card/node-card.tsx";
import { type CardActions, CardActionsContext } from "../node-card/use-card-actions.ts";
import { useLanguage } from "../node-card/use-language.ts";
import classes from "./run-view.module.css";
import { useStepName } from "./step-names.ts";
import { ViewTools } from "./view-tools.tsx";

const edgeTypes = { link: Link };
const fitView = { padding: 0.15, maxZoom: 1 };
const noProblems = new Map();
/** Nothing can be done to a drawing that is only looked at. */
const noActions: CardActions = {
  openMenu: () => {},
  editNote: () => {},
  insertInto: () => {},
  addInside: () => {},
};
const settled = Promise.resolve();
const noAutosave: OpenWorkflow["autosave"] = {
  flush: () => settled,
  heard: () => settled,
  keepMine: () => settled,
  takeTheirs: () => {},
  keepCopy: () => Promise.reject(new Error("a past version is not saved")),
  stop: () => {},
};

export interface RunCanvasProps {
  /** The workflow, with the document that ran as its draft. */
  readonly workflow: StoredWorkflow;
  readonly marks: RunMarks;
  /** Key of the node whose step is shown. */
  readonly chosen: string | null;
  readonly onChoose: (key: string) => void;
}

/** The drawing of a version, read-only, with what happened in one execution. A click chooses a node's step. */
export function RunCanvas({ workflow, ...rest }: RunCanvasProps) {
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

function Drawing({ workflow, marks, chosen, onChoose }: RunCanvasProps) {
  const { t } = useTranslation(["runs", "canvas"]);
  const language = useLanguage();
  const scheme = useComputedColorScheme("light");
  const [map] = useState(createFlowMapping);
  const document = workflow.draft;
  const nameOf = useStepName(document);
  const flow = map({
    document,
    types: definitions,
    language,
    selection: { nodes: chosen === null ? [] : [chosen], edges: [], notes: [] },
    problems: noProblems,
    marks,
    nameNode: (key, node) => {
      const mark = marks.nodes[key];
      const name = nameOf({ node: key, type: node?.type ?? "" });
      return mark === undefined ? name : `${name}, ${t(`canvas:marks.${mark.status}`)}`;
    },
    nameEdge: ({ from, to }) => `${from} → ${to}`,
  });
  const choose: NodeMouseHandler<FlowNode> = (_, node) => {
    if (node.type !== "note") onChoose(node.id);
  };
  return (
    <section className={`sluice-canvas ${classes.canvas}`} aria-label={t("canvas")}>
      <ReactFlow
        nodes={flow.nodes}
        edges={flow.edges}
        nodeTypes={cardTypes}
        edgeTypes={edgeTypes}
        onNodeClick={choose}
        colorMode={scheme}
        nodesDraggable={false}
        nodesConnectable={false}
        // The list of steps beside the drawing is the way for the keyboard; the drawing would only repeat it.
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
        <Background variant={BackgroundVariant.Dots} gap={grid} size={1.25} />
        <ViewTools />
      </ReactFlow>
    </section>
  );
}
