import { Anchor, Spoiler } from "@mantine/core";
import type { Execution } from "@sluice/api/schemas";
import type { WorkflowDocument } from "@sluice/workflow/document";
import { IconAlertTriangle, IconInfoCircle } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../i18n/format.ts";
import { HttpStatus } from "../../ui/http-status.tsx";
import { KeyValueTable } from "../../ui/key-value-table.tsx";
import { TextBlock } from "../../ui/text-block.tsx";
import { WaitingReason } from "../waiting-reason/waiting-reason.tsx";
import classes from "./run-view.module.css";
import { SpentText } from "./spent-text.tsx";
import { StepError } from "./step-error.tsx";
import { useStepName } from "./use-step-name.ts";

/** What is said about the execution as a whole: failure, warnings, the answer. */
export function RunFacts({
  execution,
  document,
}: {
  execution: Execution;
  document: WorkflowDocument | null;
}) {
  const { t } = useTranslation("runs");
  const nameOf = useStepName(document);
  const { error, warnings, answer, failedByDesign, steps } = execution;
  // A step that failed says it itself.
  const ownError = error !== null && !steps.some((step) => step.error !== null && step.node === error.node);
  return (
    <>
      {ownError && <StepError error={error} />}
      {failedByDesign && (
        <p className={classes.remark}>
          <IconInfoCircle size={16} aria-hidden /> {t("failedByDesign")}
        </p>
      )}
      {warnings.map(({ code, message, node }) => (
        <p key={`${code} ${node ?? ""}`} className={classes.warning}>
          <IconAlertTriangle size={16} aria-hidden />
          <span>
            {node !== null && <strong>{nameOf({ node })}: </strong>}
            {t(`warning.${code}`, { defaultValue: message, message })}
          </span>
        </p>
      ))}
      {execution.stepsLeftOut > 0 && (
        <p className={classes.remark}>
          <IconInfoCircle size={16} aria-hidden /> {t("stepsLeftOut", { count: execution.stepsLeftOut })}
        </p>
      )}
      {answer !== null && (
        <details className={classes.answer}>
          <summary>
            {t("answer")} <HttpStatus status={answer.status} />
          </summary>
          <KeyValueTable
            mono
            rows={answer.headers.map(({ name, value }, at) => ({ id: `${at} ${name}`, name, value }))}
          />
          {answer.body !== "" && (
            <Spoiler maxHeight={240} showLabel={t("more")} hideLabel={t("less")}>
              <TextBlock text={answer.body} label={t("answer")} />
            </Spoiler>
          )}
        </details>
      )}
    </>
  );
}

/** Version, time, reason for waiting and what it came from, on one line. */
export function RunLine({ execution }: { execution: Execution }) {
  const { t } = useTranslation("runs");
  const format = useFormat();
  const { version, startedAt, queuedAt, startedBy, deliveryId, origin, waitingFor, spent } = execution;
  const from = origin?.executionId ?? null;
  return (
    <p className={classes.facts}>
      {waitingFor !== null && (
        <span className={classes.reason}>
          <WaitingReason waiting={waitingFor} />
        </span>
      )}
      <span>{version === null ? t("draft") : t("version", { version })}</span>
      <span>{format.time(startedAt ?? queuedAt)}</span>
      <span>{t(`startedBy.${startedBy}`)}</span>
      {deliveryId !== null && (
        <Anchor
          size="sm"
          renderRoot={(props) => <Link {...props} to="/deliveries/$id" params={{ id: deliveryId }} />}
        >
          {t("toDelivery")}
        </Anchor>
      )}
      {from !== null && (
        <Anchor
          size="sm"
          renderRoot={(props) => <Link {...props} to="/executions/$id" params={{ id: from }} />}
        >
          {t(
            startedBy === "call"
              ? "origin.call"
              : startedBy === "failure"
                ? "origin.failure"
                : "origin.retry",
          )}
        </Anchor>
      )}
      {spent !== null && (
        <span>
          {t("models")} <SpentText spent={spent} />
        </span>
      )}
      {origin?.tick != null && <span>{t("origin.tick", { time: format.time(origin.tick) })}</span>}
      {origin?.eventId != null && <span>{t("origin.event", { id: origin.eventId })}</span>}
    </p>
  );
}
