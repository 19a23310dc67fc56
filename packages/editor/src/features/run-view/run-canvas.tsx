import { useTranslation } from "react-i18next";
import type { StoredWorkflow } from "../../document/gateway.ts";
import { ownField } from "../../document/own-field.ts";
import type { RunMarks } from "../../document/run-marks.ts";
import { StillDrawing } from "../still-drawing/still-drawing.tsx";
import { useStepName } from "./use-step-name.ts";

export interface RunCanvasProps {
  /** The workflow, with the document that ran as its draft. */
  readonly workflow: StoredWorkflow;
  readonly marks: RunMarks;
  /** Key of the node whose step is shown. */
  readonly chosen: string | null;
  readonly onChoose: (key: string) => void;
}

/** The drawing of a version with what happened in one execution. A click chooses a node's step. */
export function RunCanvas({ workflow, marks, ...rest }: RunCanvasProps) {
  const { t } = useTranslation(["runs", "canvas"]);
  const nameOf = useStepName(workflow.draft);
  return (
    <StillDrawing
      {...rest}
      workflow={workflow}
      marks={marks}
      label={t("canvas")}
      nameNode={(key) => {
        const mark = ownField(marks.nodes, key);
        const name = nameOf({ node: key });
        return mark === undefined ? name : `${name}, ${t(`canvas:marks.${mark.status}`)}`;
      }}
    />
  );
}
