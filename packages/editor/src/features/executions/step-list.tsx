import { Text } from "@mantine/core";
import type { Step } from "@sluice/api/schemas";
import { IconChevronRight } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { runningTime } from "../../api/running-time.ts";
import { useFormat } from "../../i18n/format.ts";
import { JsonView } from "../../ui/json-view.tsx";
import { TextBlock } from "../../ui/text-block.tsx";
import { ExecutionStatusBadge } from "../execution-status/execution-status.tsx";
import classes from "./step-list.module.css";

/** The steps, each of which opens to what went in, what came out, and what went wrong. */
export function StepList({ steps }: { steps: readonly Step[] }) {
  const { t } = useTranslation("executions");
  if (steps.length === 0) {
    return (
      <Text size="sm" c="dimmed" p="md">
        {t("noSteps")}
      </Text>
    );
  }
  return (
    <ol className={classes.list}>
      {steps.map((step) => (
        <li key={`${step.node} ${step.frame}`}>
          <StepLine step={step} />
        </li>
      ))}
    </ol>
  );
}

function StepLine({ step }: { step: Step }) {
  const { t } = useTranslation("executions");
  const format = useFormat();
  const time = runningTime(step);
  const ports = step.port === null ? [] : [step.port].flat();
  return (
    <details className={classes.step} open={step.status === "failed"}>
      <summary className={classes.line}>
        <IconChevronRight size={14} className={classes.chevron} aria-hidden />
        <span className={classes.node}>{step.node}</span>
        <span className={classes.dim}>
          {step.type}
          {step.frame === "" ? "" : ` · ${t("iteration", { frame: step.frame })}`}
        </span>
        <span className={classes.end}>
          {ports.length > 0 && <span className={classes.port}>→ {ports.join(", ")}</span>}
          {step.attempts > 1 && (
            <span className={classes.dim}>{t("attempts", { count: step.attempts })}</span>
          )}
          <span className={classes.time}>{time === null ? "" : format.span(time)}</span>
          <ExecutionStatusBadge status={step.status} />
        </span>
      </summary>
      <div className={classes.detail}>
        {step.error !== null && (
          <p className={classes.error}>
            {step.error.message} <span className="sluice-mono">{step.error.code}</span>
          </p>
        )}
        <div className={classes.columns}>
          <div>
            <h3>{t("input")}</h3>
            <JsonView value={step.input} label={t("inputOf", { node: step.node })} />
          </div>
          <div>
            <h3>{t("output")}</h3>
            <JsonView value={step.output} label={t("outputOf", { node: step.node })} />
          </div>
        </div>
        {step.log.length > 0 && (
          <>
            <h3>{t("log")}</h3>
            <TextBlock text={step.log.join("\n")} label={t("log")} />
          </>
        )}
      </div>
    </details>
  );
}
