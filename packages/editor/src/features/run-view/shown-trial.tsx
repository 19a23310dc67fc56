import { Button } from "@mantine/core";
import type { Trial } from "@sluice/api/schemas";
import { definitions } from "@sluice/nodes/definitions";
import type { WorkflowDocument } from "@sluice/workflow/document";
import { IconArrowLeft } from "@tabler/icons-react";
import { useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useOpenDocument, useOpenDocumentStore } from "../../document/open-document-context.ts";
import { ownField } from "../../document/own-field.ts";
import { definitionOf } from "../../document/ports.ts";
import { useRunMarks } from "../../document/run-marks.ts";
import { selectNode } from "../../document/selection.ts";
import { type UsedWord, usedWord } from "../../document/used-data.ts";
import { useFormat } from "../../i18n/format.ts";
import { StatusBadge } from "../../ui/status-badge.tsx";
import { ExecutionStatusBadge } from "../execution-status/execution-status.tsx";
import { useTrial } from "../trial/use-trial.ts";
import { rowsOf } from "./frame-rows.ts";
import { marksOfTrial } from "./marks-of-trial.ts";
import classes from "./run-view.module.css";
import { StepDetail } from "./step-detail.tsx";
import { StepLines, stepId } from "./step-lines.tsx";
import { useChosenStep } from "./use-chosen-step.ts";
import { useStepName } from "./use-step-name.ts";

/** What a trial came to, over the canvas: which steps ran, and on which data, and which were not reached. */
export function TrialMarks({ trial }: { trial: Trial }) {
  const format = useFormat();
  const document = useOpenDocument((state) => state.document);
  const show = useRunMarks((state) => state.show);
  // What is drawn afterwards was not tried.
  const [tried, setTried] = useState({ trial, document });
  if (tried.trial !== trial) setTried({ trial, document });
  const marks = useMemo(() => {
    const made = marksOfTrial(trial, { document, ran: tried.document, span: format.span });
    const nodes = Object.entries(made.nodes).map(([key, mark]) => {
      const used = wordOf(trial, document, key);
      return [key, used === undefined ? mark : { ...mark, used }] as const;
    });
    return { nodes: Object.fromEntries(nodes), edges: made.edges };
  }, [trial, tried, document, format]);
  useEffect(() => {
    show(marks);
    return () => show(null);
  }, [show, marks]);
  return null;
}

/** With which words a step is marked; undefined: it did nothing. The whole draft is tried on what stands in the form. */
function wordOf(trial: Trial, document: WorkflowDocument, node: string): UsedWord | undefined {
  const from = ownField(trial.used, node)?.from;
  if (from === undefined) return undefined;
  if (from === "request" && trial.node === null) return "typed";
  return usedWord({ document, types: definitions }, { node, from });
}

/** The steps of a trial and what happened in one of them. */
export function ShownTrial({ trial }: { trial: Trial }) {
  const { t } = useTranslation(["trial", "canvas"]);
  const store = useOpenDocumentStore();
  const document = useOpenDocument((state) => state.document);
  const clear = useTrial((state) => state.clear);
  const nameOf = useStepName(document);
  const [picked, setPicked] = useState<Readonly<Record<string, number>>>({});
  const shown = {
    ...rowsOf({
      steps: trial.steps,
      stepsOf: (frame) => ownField(trial.frames, frame) ?? [],
      chosen: (_, path) => ownField(picked, path) ?? 0,
      once: ({ type }) => definitionOf(definitions, type)?.container?.repeats === false,
    }),
    pick: (path: string, index: number) => setPicked({ ...picked, [path]: index }),
  };
  const { chosen, choose } = useChosenStep(shown.steps, trial.node ?? "");
  const usedOf = (node: string) => {
    const word = wordOf(trial, document, node);
    return word === undefined ? "" : t(`canvas:used.${word}`);
  };
  return (
    <div className={classes.shown}>
      <div className={classes.shownSteps}>
        <div className={classes.sideHead}>
          <div className={classes.shownHead}>
            {trial.status === "blocked" ? (
              <StatusBadge tone="warning">{t("run.blocked")}</StatusBadge>
            ) : (
              <ExecutionStatusBadge status={trial.status} />
            )}
            <span>
              {trial.node === null ? t("run.whole") : t("run.title", { name: nameOf({ node: trial.node }) })}
            </span>
            <Button
              size="compact-xs"
              variant="default"
              leftSection={<IconArrowLeft size={14} aria-hidden />}
              onClick={clear}
            >
              {t("run.back")}
            </Button>
          </div>
        </div>
        <StepLines
          execution={null}
          shown={shown}
          document={document}
          chosen={chosen === null ? null : stepId(chosen)}
          usedOf={usedOf}
          onChoose={(step) => {
            choose(step);
            if (step.node === "trigger" || Object.hasOwn(document.nodes, step.node))
              store.select(selectNode(step.node));
          }}
        />
      </div>
      <div className={classes.shownDetail}>
        {chosen !== null && (
          <StepDetail
            key={stepId(chosen)}
            executionId={null}
            step={chosen}
            document={document}
            used={usedOf(chosen.node)}
          />
        )}
      </div>
    </div>
  );
}
