import { Skeleton } from "@mantine/core";
import type { Execution } from "@sluice/api/schemas";
import { Link } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { ProblemState } from "../../api/problem-state.tsx";
import { runningTime } from "../../api/running-time.ts";
import { useOpenDocument, useOpenDocumentStore } from "../../document/open-document-context.ts";
import { useRunMarks } from "../../document/run-marks.ts";
import { selectNode } from "../../document/selection.ts";
import { useFormat } from "../../i18n/format.ts";
import { ExecutionStatusBadge } from "../execution-status/execution-status.tsx";
import { DataLink } from "./data-link.tsx";
import { ExecutionActions } from "./execution-actions.tsx";
import { MissedStep } from "./missed-step.tsx";
import { RunFacts, RunLine } from "./run-facts.tsx";
import classes from "./run-view.module.css";
import { StepDetail } from "./step-detail.tsx";
import { StepLines, stepId } from "./step-lines.tsx";
import { TimeBar } from "./time-bar.tsx";
import { useChosenStep } from "./use-chosen-step.ts";
import { useExecution } from "./use-execution.ts";
import { useRanDocument } from "./use-ran-document.ts";
import { useRunRows } from "./use-run-rows.ts";
import { useShownMarks } from "./use-shown-marks.ts";
import { useShownRun } from "./use-shown-run.ts";

/** One execution of the open workflow, laid over the canvas where the canvas shows what ran. */
export function ShownExecution({ id }: { id: string }) {
  const query = useExecution(id);
  if (query.isError) return <ProblemState error={query.error} onRetry={() => void query.refetch()} />;
  if (query.data === undefined) return <Skeleton height={120} m="sm" />;
  return <Shown execution={query.data} />;
}

function Shown({ execution }: { execution: Execution }) {
  const { t } = useTranslation("runs");
  const format = useFormat();
  const store = useOpenDocumentStore();
  const document = useOpenDocument((state) => state.document);
  const selected = useOpenDocument((state) => state.selection.nodes);
  const published = useOpenDocument((state) => state.workflow.published);
  const changed = useOpenDocument((state) => state.workflow.changed || state.save.state !== "saved");
  const show = useRunMarks((state) => state.show);
  const { version } = execution;
  /** An older version may look quite different: its marks would lie on the wrong drawing. */
  const fits = version === null || version === published;
  const shown = useRunRows(execution);
  const { chosen, missed, choose, chooseNode } = useChosenStep(shown.steps, execution.id);
  const ran = useRanDocument(execution);
  const marks = useShownMarks({ execution, shown, document, ran });
  const { show: showRun } = useShownRun();

  useEffect(() => {
    show(fits ? marks : null);
  }, [show, fits, marks]);
  useEffect(() => () => show(null), [show]);

  const only = selected.length === 1 ? selected[0] : undefined;
  // What was selected when the execution was opened says nothing about which step is wanted.
  const selectedBefore = useRef(only);
  // biome-ignore lint/correctness/useExhaustiveDependencies: follows a click on the canvas, not news of the execution
  useEffect(() => {
    if (only === selectedBefore.current) return;
    selectedBefore.current = only;
    if (only !== undefined && chosen?.node !== only) chooseNode(only);
  }, [only]);

  const time = runningTime(execution);
  const which = version === null ? "fitsDraft" : changed ? "fitsPublished" : "fitsBoth";
  return (
    <div className={classes.shown}>
      <div className={classes.shownSteps}>
        <div className={classes.sideHead}>
          <div className={classes.shownHead}>
            <ExecutionStatusBadge status={execution.status} />
            {time !== null && <span className={classes.fact}>{format.span(time)}</span>}
            <RunLine execution={execution} />
            <ExecutionActions execution={execution} size="compact-xs" onRetried={showRun} />
            <DataLink execution={execution} size="compact-xs" />
          </div>
          <p className={classes.note}>
            {fits ? (
              t(which, { version })
            ) : (
              <>
                {t("fitsNot", { version })}{" "}
                <Link to="/executions/$id" params={{ id: execution.id }}>
                  {t("openThere")}
                </Link>
              </>
            )}
          </p>
          <TimeBar execution={execution} document={document} />
          <RunFacts execution={execution} document={document} />
        </div>
        <StepLines
          execution={execution}
          shown={shown}
          document={document}
          chosen={chosen === null ? null : stepId(chosen)}
          onChoose={(step) => {
            choose(step);
            if (fits && (step.node === "trigger" || Object.hasOwn(document.nodes, step.node)))
              store.select(selectNode(step.node));
          }}
        />
      </div>
      <div className={classes.shownDetail}>
        {missed !== null && <MissedStep node={missed} document={document} />}
        {chosen !== null && (
          <StepDetail
            key={stepId(chosen)}
            executionId={execution.id}
            step={chosen}
            document={ran ?? document}
          />
        )}
      </div>
    </div>
  );
}
