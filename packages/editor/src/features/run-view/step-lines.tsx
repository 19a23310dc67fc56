import type { Execution, Step } from "@sluice/api/schemas";
import { definitions } from "@sluice/nodes/definitions";
import type { WorkflowDocument } from "@sluice/workflow/document";
import { type ReactNode, useRef } from "react";
import { useTranslation } from "react-i18next";
import { runningTime } from "../../api/running-time.ts";
import { definitionOf } from "../../document/ports.ts";
import { useFormat } from "../../i18n/format.ts";
import { NodeIcon } from "../node-icon/node-icon.tsx";
import { TriggerIcon } from "../trigger-kind/trigger-kind.tsx";
import { WaitingReason } from "../waiting-reason/waiting-reason.tsx";
import { IterationPicker } from "./iteration-picker.tsx";
import classes from "./step-lines.module.css";
import { StepStatusIcon } from "./step-status-icon.tsx";
import { StepTrack, sleeps } from "./time-bar.tsx";
import { spansOfStep, timingOf } from "./timing.ts";
import { useIterationWords } from "./use-iteration-words.ts";
import type { ShownRows } from "./use-run-rows.ts";
import { useStepExits } from "./use-step-exits.ts";
import { useStepName } from "./use-step-name.ts";

export interface StepLinesProps {
  /** Whose steps these are, and whose time they share; null: a trial's, which is not stored and takes no time to speak of. */
  readonly execution: Execution | null;
  readonly shown: ShownRows;
  readonly document: WorkflowDocument | null;
  /** Identity of the chosen step, `stepId`. */
  readonly chosen: string | null;
  /** Where the output of a node came from, in words; left out: it ran. */
  readonly usedOf?: (node: string) => string;
  readonly onChoose: (step: Step) => void;
}

/** Identity of a step within its execution. */
export function stepId({ node, frame }: Pick<Step, "node" | "frame">): string {
  return `${node} ${frame}`;
}

/** The steps in the order of their start, those of an iteration below their container. Up and Down go from one to the next. */
export function StepLines({ execution, shown, document, chosen, usedOf, onChoose }: StepLinesProps) {
  const { t } = useTranslation("runs");
  const nameOf = useStepName(document);
  const exitsOf = useStepExits(document);
  const list = useRef<HTMLOListElement>(null);
  const { rows, steps, pick } = shown;
  const given = execution && { execution, now: Date.now(), sleeps };
  const total = given ? timingOf([], given).total : 0;
  const move = (from: number, by: number) => {
    const step = steps[from + by];
    if (!step) return;
    onChoose(step);
    list.current?.querySelectorAll<HTMLButtonElement>("button[data-step]")[from + by]?.focus();
  };
  return (
    <ol ref={list} className={classes.list} aria-label={t("steps")}>
      {rows.map((row) => {
        const indent = { paddingInlineStart: `${row.depth * 1.125}rem` };
        if (row.kind === "step") {
          const id = stepId(row.step);
          return (
            <li key={id} style={indent} data-inside={row.depth > 0 || undefined}>
              <StepLine
                step={row.step}
                name={nameOf(row.step)}
                exits={exitsOf(row.step)}
                chosen={chosen === id}
                track={given && <StepTrack spans={spansOfStep(row.step, given)} total={total} />}
                used={usedOf?.(row.step.node) ?? ""}
                onChoose={() => onChoose(row.step)}
                onMove={(by) => move(steps.indexOf(row.step), by)}
              />
            </li>
          );
        }
        const { container, path, index, state } = row;
        return (
          <li key={`pick ${path}`} style={indent} data-inside>
            {index !== null && !row.hidden && (
              <IterationPicker
                executionId={execution?.id ?? null}
                container={container}
                name={nameOf(container)}
                index={index}
                onPick={(next) => pick(path, next)}
              />
            )}
            {state === "loading" && <p className={classes.hint}>{t("iterations.loading")}</p>}
            {state === "none" && !row.hidden && container.status !== "running" && (
              <p className={classes.hint}>{t("iterations.none")}</p>
            )}
          </li>
        );
      })}
    </ol>
  );
}

interface StepLineProps {
  readonly step: Step;
  readonly name: string;
  readonly chosen: boolean;
  /** What the card calls the exits that it left by. */
  readonly exits: readonly string[];
  readonly used: string;
  readonly track: ReactNode;
  readonly onChoose: () => void;
  readonly onMove: (by: 1 | -1) => void;
}

function StepLine({ step, name, exits, chosen, used, track, onChoose, onMove }: StepLineProps) {
  const { t } = useTranslation("runs");
  const format = useFormat();
  const iterationWords = useIterationWords();
  const time = step.node === "trigger" ? null : runningTime(step);
  const repeats = definitionOf(definitions, step.type)?.container?.repeats ?? false;
  return (
    <button
      type="button"
      className={classes.line}
      data-step
      data-status={step.status}
      aria-current={chosen ? "step" : undefined}
      onClick={onChoose}
      onKeyDown={(event) => {
        if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
        event.preventDefault();
        onMove(event.key === "ArrowDown" ? 1 : -1);
      }}
    >
      <StepStatusIcon status={step.status} />
      <span className={classes.icon}>
        {step.node === "trigger" ? (
          <TriggerIcon type={step.type} size={15} />
        ) : (
          <NodeIcon name={definitionOf(definitions, step.type)?.icon} size={15} />
        )}
      </span>
      <span className={classes.name}>{name}</span>
      {exits.length > 0 && <span className={classes.port}>{exits.join(", ")}</span>}
      {used !== "" && <span className={classes.dim}>{used}</span>}
      {step.cached && <span className={classes.dim}>{t("cached")}</span>}
      {step.attempts > 1 && <span className={classes.dim}>{t("attempts", { count: step.attempts })}</span>}
      {step.iterations !== null && repeats && (
        <span className={classes.dim}>{iterationWords(step.iterations)}</span>
      )}
      {step.waiting !== null && (
        <span className={classes.reason}>
          <WaitingReason waiting={step.waiting} />
        </span>
      )}
      {track}
      <span className={classes.time}>
        {time === null || step.status === "skipped" ? "" : format.span(time)}
      </span>
    </button>
  );
}
