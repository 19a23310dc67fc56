import type { Step } from "@sluice/api/schemas";
import { definitions } from "@sluice/nodes/definitions";
import type { WorkflowDocument } from "@sluice/workflow/document";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { runningTime } from "../../api/running-time.ts";
import { definitionOf } from "../../document/ports.ts";
import { useFormat } from "../../i18n/format.ts";
import { NodeIcon } from "../node-icon/node-icon.tsx";
import classes from "./step-lines.module.css";
import { useStepName } from "./step-names.ts";
import { StepStatusIcon } from "./step-status-icon.tsx";

export interface StepLinesProps {
  readonly steps: readonly Step[];
  readonly document: WorkflowDocument | null;
  /** Identity of the chosen step, `stepId`. */
  readonly chosen: string | null;
  readonly onChoose: (id: string) => void;
}

/** Identity of a step within its execution. */
export function stepId({ node, frame }: Pick<Step, "node" | "frame">): string {
  return `${node} ${frame}`;
}

/** The steps in the order of their start. Up and Down go from one to the next. */
export function StepLines({ steps, document, chosen, onChoose }: StepLinesProps) {
  const { t } = useTranslation("runs");
  const format = useFormat();
  const nameOf = useStepName(document);
  const list = useRef<HTMLOListElement>(null);
  const move = (from: number, by: number) => {
    const step = steps[from + by];
    if (!step) return;
    onChoose(stepId(step));
    list.current?.querySelectorAll<HTMLButtonElement>("button")[from + by]?.focus();
  };
  return (
    <ol ref={list} className={classes.list} aria-label={t("steps")}>
      {steps.map((step, at) => {
        const id = stepId(step);
        const time = step.node === "trigger" ? null : runningTime(step);
        const ports = step.port === null || step.node === "trigger" ? [] : [step.port].flat();
        const named = ports.filter((port) => port !== "out");
        return (
          <li key={id}>
            <button
              type="button"
              className={classes.line}
              data-status={step.status}
              aria-current={chosen === id ? "step" : undefined}
              onClick={() => onChoose(id)}
              onKeyDown={(event) => {
                if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
                event.preventDefault();
                move(at, event.key === "ArrowDown" ? 1 : -1);
              }}
            >
              <StepStatusIcon status={step.status} />
              <span className={classes.icon}>
                <NodeIcon
                  name={step.node === "trigger" ? "webhook" : definitionOf(definitions, step.type)?.icon}
                  size={15}
                />
              </span>
              <span className={classes.name}>{nameOf(step)}</span>
              {step.frame !== "" && (
                <span className={classes.dim}>{t("iteration", { frame: step.frame })}</span>
              )}
              {named.length > 0 && <span className={classes.port}>{named.join(", ")}</span>}
              {step.attempts > 1 && (
                <span className={classes.dim}>{t("attempts", { count: step.attempts })}</span>
              )}
              <span className={classes.time}>
                {time === null || step.status === "skipped" ? "" : format.span(time)}
              </span>
            </button>
          </li>
        );
      })}
    </ol>
  );
}
