import { Anchor, Button, Skeleton } from "@mantine/core";
import type { Execution } from "@sluice/api/schemas";
import type { WorkflowDocument } from "@sluice/workflow/document";
import { IconArrowBigRightLines, IconRoute } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { toStored } from "../../api/api-gateway.ts";
import { api } from "../../api/client.ts";
import { useLive } from "../../api/live.ts";
import { ProblemState } from "../../api/problem-state.tsx";
import { runningTime } from "../../api/running-time.ts";
import { useWorkflowNames } from "../../api/use-workflow-names.ts";
import type { StoredWorkflow } from "../../document/gateway.ts";
import { useFormat } from "../../i18n/format.ts";
import { PageBody, PageHeader } from "../../ui/page-header.tsx";
import { SplitPane } from "../../ui/split-pane.tsx";
import { ExecutionStatusBadge } from "../execution-status/execution-status.tsx";
import { DataLink } from "./data-link.tsx";
import { ExecutionActions } from "./execution-actions.tsx";
import { MissedStep } from "./missed-step.tsx";
import { RunCanvas } from "./run-canvas.tsx";
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

/** One execution: the drawing of the version that ran with the way it took, and its steps. */
export function ExecutionPage() {
  const { t } = useTranslation("runs");
  const { id } = useParams({ from: "/signed-in/executions/$id" });
  const query = useExecution(id);
  const execution = query.data;
  const format = useFormat();
  const time = execution === undefined ? null : runningTime(execution);
  const { nameOf } = useWorkflowNames();
  const name = execution === undefined ? undefined : nameOf(execution.workflowId);
  return (
    <div className={classes.page}>
      <PageHeader
        breadcrumbsLabel={t("breadcrumbs")}
        breadcrumbs={[
          <Anchor key="list" component={Link} to="/executions">
            {t("executions")}
          </Anchor>,
          ...(name === undefined ? [] : [name]),
        ]}
        title={execution === undefined ? t("one") : t("oneAt", { time: format.time(execution.queuedAt) })}
        badge={
          execution !== undefined && (
            <>
              <ExecutionStatusBadge status={execution.status} />
              {time !== null && <span className={classes.fact}>{format.span(time)}</span>}
            </>
          )
        }
        actions={execution !== undefined && <Links execution={execution} />}
      />
      {query.isError ? (
        <PageBody>
          <ProblemState error={query.error} onRetry={() => void query.refetch()} />
        </PageBody>
      ) : execution === undefined ? (
        <PageBody>
          <Skeleton height={320} radius="lg" />
        </PageBody>
      ) : (
        <Loaded execution={execution} />
      )}
    </div>
  );
}

function Links({ execution }: { execution: Execution }) {
  const { t } = useTranslation("runs");
  const navigate = useNavigate();
  const { deliveryId, workflowId } = execution;
  return (
    <>
      <ExecutionActions
        execution={execution}
        onRetried={(id) => void navigate({ to: "/executions/$id", params: { id } })}
      />
      {deliveryId !== null && (
        <Button
          variant="default"
          leftSection={<IconArrowBigRightLines size={16} aria-hidden />}
          renderRoot={(props) => <Link {...props} to="/deliveries/$id" params={{ id: deliveryId }} />}
        >
          {t("openDelivery")}
        </Button>
      )}
      <DataLink execution={execution} />
      <Button
        variant="default"
        leftSection={<IconRoute size={16} aria-hidden />}
        renderRoot={(props) => <Link {...props} to="/workflows/$id" params={{ id: workflowId }} />}
      >
        {t("openWorkflow")}
      </Button>
    </>
  );
}

function Loaded({ execution }: { execution: Execution }) {
  const { t } = useTranslation("runs");
  useLive(execution.workflowId);
  const ran = useRanDocument(execution);
  const drawn = useRanVersion(execution, ran);
  const document: WorkflowDocument | null = drawn?.draft ?? null;
  const shown = useRunRows(execution);
  const { chosen, missed, choose, chooseNode } = useChosenStep(shown.steps, execution.id);
  const marks = useShownMarks({ execution, shown, document, ran });
  const side = (
    <div className={classes.side}>
      <div className={classes.sideHead}>
        <RunLine execution={execution} />
        <TimeBar execution={execution} document={document} />
        <RunFacts execution={execution} document={document} />
        {execution.version === null && <p className={classes.note}>{t("draftNow")}</p>}
      </div>
      {execution.steps.length === 0 ? (
        <p className={classes.empty}>{t("noSteps")}</p>
      ) : (
        <StepLines
          execution={execution}
          shown={shown}
          document={document}
          chosen={chosen === null ? null : stepId(chosen)}
          onChoose={choose}
        />
      )}
      {missed !== null && <MissedStep node={missed} document={document} />}
      {chosen !== null && (
        <StepDetail key={stepId(chosen)} executionId={execution.id} step={chosen} document={document} />
      )}
    </div>
  );
  return (
    <div className={classes.split}>
      <SplitPane
        label={t("resize")}
        initial={460}
        min={320}
        max={900}
        start={
          drawn === null || marks === null ? (
            <p className={classes.empty}>{drawn === null ? t("noDrawing") : ""}</p>
          ) : (
            <RunCanvas workflow={drawn} marks={marks} chosen={chosen?.node ?? missed} onChoose={chooseNode} />
          )
        }
        end={side}
      />
    </div>
  );
}

/** The workflow with the document that ran in the place of its draft; null while it loads and when it is gone. */
function useRanVersion(
  { workflowId, version }: Execution,
  ran: WorkflowDocument | null,
): StoredWorkflow | null {
  const workflow = useQuery(api.workflows.get.queryOptions({ input: { id: workflowId } })).data;
  const document = version === null ? workflow?.draft : ran;
  return useMemo(
    () =>
      workflow === undefined || document === undefined || document === null
        ? null
        : { ...toStored(workflow), draft: document },
    [workflow, document],
  );
}
