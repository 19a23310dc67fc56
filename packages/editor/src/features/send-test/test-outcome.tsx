import { Alert, Anchor, Button } from "@mantine/core";
import { ProblemError } from "@sluice/api/client";
import type { Trial } from "@sluice/api/schemas";
import { IconAlertCircle, IconCircleCheck, IconRoute } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { ProblemAlert } from "../../api/problem-alert.tsx";
import { useCodeText } from "../../api/problem-text.ts";
import { NotSavedError, UnfinishedError } from "../../document/saved-draft.ts";
import { useFormat } from "../../i18n/format.ts";
import { HttpStatus } from "../../ui/http-status.tsx";
import { KeyValueTable } from "../../ui/key-value-table.tsx";
import { ExecutionStatusBadge } from "../execution-status/execution-status.tsx";
import { ProblemList } from "../problems/problems.tsx";
import { useUnfinished } from "../problems/use-unfinished.ts";
import { useExecution } from "../run-view/use-execution.ts";
import { AnswerBody } from "./answer-body.tsx";
import type { TestAnswer } from "./send-request.ts";
import classes from "./send-test.module.css";
import { CannotSignError } from "./sign-request.ts";
import { TrialSummary } from "./trial-summary.tsx";
import { BodyError } from "./use-send-test.ts";

export interface TestOutcomeProps {
  /** Of a request that was sent. */
  readonly answer: TestAnswer | null;
  /** Of a draft that was run. */
  readonly executionId: string | null;
  /** Of a draft that was tried without calling anything outside. */
  readonly trial: Trial | null;
  readonly error: unknown;
  /** Closes the dialog, to see the canvas. */
  readonly onClose: () => void;
}

/** What became of the test. */
export function TestOutcome({ answer, executionId, trial, error, onClose }: TestOutcomeProps) {
  if (error !== null) return <Failure error={error} onClose={onClose} />;
  if (answer !== null) return <Answer answer={answer} onClose={onClose} />;
  if (trial !== null) return <TrialSummary trial={trial} onClose={onClose} />;
  return executionId === null ? null : <DraftRun id={executionId} onClose={onClose} />;
}

/** A draft that was run, as it goes on and ends. */
function DraftRun({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation("test");
  const { data: execution } = useExecution(id);
  const failed = execution?.status === "failed" || execution?.status === "timed-out";
  const Icon = failed ? IconAlertCircle : IconCircleCheck;
  return (
    <Alert
      variant="light"
      color={failed ? "red" : "green"}
      icon={<Icon size={20} />}
      title={t(execution?.finishedAt ? "draftRan" : "draftRuns")}
    >
      <div className={classes.links}>
        <ToExecution id={id} />
        <Watch onClose={onClose} />
      </div>
    </Alert>
  );
}

function Failure({ error, onClose }: { error: unknown; onClose: () => void }) {
  const { t } = useTranslation(["test", "editor"]);
  const unfinished = useUnfinished();
  if (error instanceof UnfinishedError) {
    return (
      <Alert
        color="red"
        variant="light"
        icon={<IconAlertCircle size={20} />}
        title={t("editor:publish.unfinished")}
      >
        <ProblemList findings={unfinished} onJump={onClose} />
      </Alert>
    );
  }
  if (error instanceof ProblemError && error.problem.findings) {
    return (
      <Alert color="red" variant="light" icon={<IconAlertCircle size={20} />} title={t("notPublishable")}>
        <ProblemList findings={error.problem.findings} onJump={onClose} />
      </Alert>
    );
  }
  const own = sentenceOf(error, t);
  if (own === null) return <ProblemAlert error={error} />;
  return (
    <Alert role="alert" color="red" variant="light" icon={<IconAlertCircle size={20} />}>
      {own}
    </Alert>
  );
}

function sentenceOf(error: unknown, t: TFunction<["test", "editor"]>): string | null {
  if (error instanceof CannotSignError) {
    return t(error.reason === "insecure" ? "cannotSign" : "secretWrong");
  }
  if (error instanceof NotSavedError) return t("notSaved");
  if (error instanceof BodyError) return t("bodyWrong", { line: error.line, column: error.column });
  return null;
}

function Answer({ answer, onClose }: { answer: TestAnswer; onClose: () => void }) {
  const { t } = useTranslation("test");
  const format = useFormat();
  const { status, headers, body, milliseconds, deliveryId, executionId, problem } = answer;
  return (
    <section className={classes.answer} aria-label={t("answer")}>
      <header className={classes.answerHead}>
        {status === 0 ? (
          t("redirect")
        ) : (
          <span className={classes.status}>
            HTTP <HttpStatus status={status} />
          </span>
        )}
        <span className={classes.time}>{format.span(milliseconds)}</span>
        <span className={classes.links}>
          {deliveryId !== null && (
            <Anchor
              size="sm"
              renderRoot={(props) => <Link {...props} to="/deliveries/$id" params={{ id: deliveryId }} />}
            >
              {t("toDelivery")}
            </Anchor>
          )}
          {executionId !== null && <ToExecution id={executionId} />}
          {executionId !== null && <Watch onClose={onClose} />}
        </span>
      </header>
      {problem !== null && <Refusal problem={problem} />}
      {body === "" ? <p className={classes.note}>{t("noBody")}</p> : <AnswerBody body={body} />}
      <details>
        <summary>{t("answerHeaders", { count: headers.length })}</summary>
        <KeyValueTable
          mono
          rows={headers.map(({ name, value }, at) => ({ id: `${at} ${name}`, name, value }))}
        />
      </details>
    </section>
  );
}

/** Why the front door said no, in the reader's language, with what to do. */
function Refusal({ problem }: { problem: NonNullable<TestAnswer["problem"]> }) {
  const { t } = useTranslation(["deliveries", "trigger"]);
  const codeText = useCodeText();
  const { title, remedy } = codeText(problem.code, problem);
  return (
    <Alert color="red" variant="light" icon={<IconAlertCircle size={20} />} title={title}>
      {remedy} {problem.at !== null && `${t("trigger:examples.at", problem.at)} `}
      <span className="sluice-mono">{problem.code}</span>
      {problem.violations.length > 0 && (
        <ul className={classes.violations}>
          {problem.violations.map((violation) => (
            <li key={`${violation.from} ${violation.path}`}>{t("deliveries:violation", violation)}</li>
          ))}
        </ul>
      )}
    </Alert>
  );
}

/** The way to the execution, and how it stands. */
function ToExecution({ id }: { id: string }) {
  const { t } = useTranslation("test");
  const { data: execution } = useExecution(id);
  return (
    <>
      <Anchor size="sm" renderRoot={(props) => <Link {...props} to="/executions/$id" params={{ id }} />}>
        {t("toExecution")}
      </Anchor>
      {execution !== undefined && <ExecutionStatusBadge status={execution.status} />}
    </>
  );
}

function Watch({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("test");
  return (
    <Button
      size="compact-sm"
      variant="default"
      leftSection={<IconRoute size={14} aria-hidden />}
      onClick={onClose}
    >
      {t("watch")}
    </Button>
  );
}
