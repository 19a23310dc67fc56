import type { Execution } from "@sluice/api/schemas";
import { definitions } from "@sluice/nodes/definitions";
import type { WorkflowDocument } from "@sluice/workflow/document";
import { useTranslation } from "react-i18next";
import { definitionOf } from "../../document/ports.ts";
import { useFormat } from "../../i18n/format.ts";
import classes from "./time-bar.module.css";
import { type TimeSpan, timeKinds, timingOf } from "./timing.ts";
import { useStepName } from "./use-step-name.ts";

/** Whether a type of node spends its time asleep. */
export function sleeps(type: string): boolean {
  return definitionOf(definitions, type)?.sleeps === true;
}

/** Where the time of an execution went: waiting for its turn, steps, retries, sleep. Nothing while it has taken none. */
export function TimeBar({
  execution,
  document,
}: {
  execution: Execution;
  document: WorkflowDocument | null;
}) {
  const { t } = useTranslation("runs");
  const format = useFormat();
  const nameOf = useStepName(document);
  const { total, by, longest } = timingOf(execution.steps, { execution, now: Date.now(), sleeps });
  const kinds = timeKinds.filter((kind) => by[kind] > 0);
  if (total === 0 || kinds.length === 0) return null;
  return (
    <section className={classes.times} aria-label={t("timing.title")}>
      <div className={classes.bar} aria-hidden>
        {kinds.map((kind) => (
          <span key={kind} data-kind={kind} style={{ flexGrow: by[kind] }} />
        ))}
      </div>
      <ul className={classes.legend}>
        {kinds.map((kind) => (
          <li key={kind}>
            <span className={classes.dot} data-kind={kind} aria-hidden />
            {t(`timing.${kind}`)} {format.span(by[kind])}
          </li>
        ))}
        {longest !== null && (
          <li className={classes.longest}>
            {t("timing.longest", { name: nameOf(longest.step), time: format.span(longest.time) })}
          </li>
        )}
      </ul>
    </section>
  );
}

/** When a step was at work within its execution: the words beside it say how long. */
export function StepTrack({ spans, total }: { spans: readonly TimeSpan[]; total: number }) {
  if (total <= 0 || spans.length === 0) return null;
  const share = (milliseconds: number) => `${((100 * milliseconds) / total).toFixed(2)}%`;
  return (
    <span className={classes.track} aria-hidden>
      {spans.map(({ kind, from, to }) => (
        <span
          key={from}
          data-kind={kind}
          style={{ insetInlineStart: share(Math.max(0, from)), width: share(to - from) }}
        />
      ))}
    </span>
  );
}
