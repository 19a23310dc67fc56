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
import classes from "./run-view.module.css";
import { StepError } from "./step-error.tsx";
import { useStepName } from "./step-names.ts";

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
            {node !== null && <strong>{nameOf({ node, type: "" })}: </strong>}
            {t(`warning.${code}`, { defaultValue: message, message })}
          </span>
        </p>
      ))}
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

/** Version, time and links of an execution, on one line. */
export function RunLine({ execution, links = true }: { execution: Execution; links?: boolean }) {
  const { t } = useTranslation("runs");
  const format = useFormat();
  const { version, startedAt, queuedAt, startedBy, deliveryId } = execution;
  return (
    <p className={classes.facts}>
      <span>{version === null ? t("draft") : t("version", { version })}</span>
      <span>{format.time(startedAt ?? queuedAt)}</span>
      <span>{t(`startedBy.${startedBy}`)}</span>
      {links && deliveryId !== null && (
        <Anchor
          size="sm"
          renderRoot={(props) => <Link {...props} to="/deliveries/$id" params={{ id: deliveryId }} />}
        >
          {t("toDelivery")}
        </Anchor>
      )}
    </p>
  );
}
