import { Tabs, Tooltip } from "@mantine/core";
import type { Step } from "@sluice/api/schemas";
import { definitions } from "@sluice/nodes/definitions";
import type { WorkflowDocument } from "@sluice/workflow/document";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { runningTime } from "../../api/running-time.ts";
import { ownField } from "../../document/own-field.ts";
import { definitionOf } from "../../document/ports.ts";
import { useFormat } from "../../i18n/format.ts";
import { TextBlock } from "../../ui/text-block.tsx";
import { ExecutionStatusBadge } from "../execution-status/execution-status.tsx";
import { RuleLines } from "../rule-lines/rule-lines.tsx";
import { FailedAttempts } from "./failed-attempts.tsx";
import { iterationsIn } from "./frame-rows.ts";
import classes from "./run-view.module.css";
import { SpentText } from "./spent-text.tsx";
import { StepError } from "./step-error.tsx";
import { StepValue } from "./step-value.tsx";
import { useIterationWords } from "./use-iteration-words.ts";
import { useStepExits } from "./use-step-exits.ts";
import { useStepName } from "./use-step-name.ts";
import { WaitingNotice } from "./waiting-notice.tsx";

type Tab = "output" | "input" | "rules" | "log";

export interface StepDetailProps {
  /** Null: of a trial, which is not stored. */
  readonly executionId: string | null;
  readonly step: Step;
  readonly document: WorkflowDocument | null;
  /** Where its output came from, in words; left out or empty: it ran. */
  readonly used?: string;
}

/** One step: what went in, what came out, by which port, why, how long, and what went wrong. */
export function StepDetail({ executionId, step, document, used = "" }: StepDetailProps) {
  const { t } = useTranslation("runs");
  const format = useFormat();
  const nameOf = useStepName(document);
  const iterationWords = useIterationWords();
  const repeats = definitionOf(definitions, step.type)?.container?.repeats ?? false;
  // Of a node that is gone from the document nothing is known: its number says more than nothing.
  const isLoop = (node: string) => {
    const type = ownField(document?.nodes, node)?.type;
    return type === undefined || definitionOf(definitions, type)?.container?.repeats !== false;
  };
  const [wanted, setTab] = useState<Tab>("output");
  const time = step.node === "trigger" ? null : runningTime(step);
  const exits = useStepExits(document)(step);
  const isTrigger = step.node === "trigger";
  const goesOn = step.status === "running" || step.status === "waiting";
  const tabs: readonly Tab[] = [
    // What goes on has given nothing yet; null would read as a value.
    ...(goesOn ? [] : (["output"] as const)),
    ...(isTrigger ? [] : (["input"] as const)),
    ...(step.rules === null || step.rules.length === 0 ? [] : (["rules"] as const)),
    ...(step.log.length === 0 ? [] : (["log"] as const)),
  ];
  const tab = tabs.includes(wanted) ? wanted : (tabs[0] ?? "output");
  const name = nameOf(step);
  return (
    <section className={classes.detail} aria-label={t("stepOf", { name })}>
      <header className={classes.detailHead}>
        <h3>{name}</h3>
        <ExecutionStatusBadge status={step.status} />
        {exits.length > 0 && <span className={classes.fact}>{t("leftBy", { ports: exits.join(", ") })}</span>}
        {step.attempts > 1 && <span className={classes.fact}>{t("attempts", { count: step.attempts })}</span>}
        {used !== "" && <span className={classes.cached}>{used}</span>}
        {step.cached && (
          <Tooltip label={t("cachedHint")}>
            <span className={classes.cached}>{t("cached")}</span>
          </Tooltip>
        )}
        {step.iterations !== null && repeats && (
          <span className={classes.fact}>{iterationWords(step.iterations)}</span>
        )}
        {iterationsIn(step.frame)
          .filter(({ node }) => isLoop(node))
          .map(({ node, number }) => (
            <span key={node} className={classes.fact}>
              {nameOf({ node })} · {t("iteration", { number })}
            </span>
          ))}
        {step.spent !== null && (
          <span className={classes.fact}>
            <SpentText spent={step.spent} />
          </span>
        )}
        {time !== null && step.status !== "skipped" && (
          <span className={classes.fact}>{format.span(time)}</span>
        )}
      </header>
      {executionId !== null && <WaitingNotice executionId={executionId} step={step} />}
      {step.error !== null && <StepError error={step.error} />}
      <FailedAttempts attempts={step.failedAttempts} />
      {step.status === "skipped" ? (
        <p className={classes.note}>{t(step.port === null ? "skippedHint" : "disabledHint")}</p>
      ) : (
        <Tabs value={tab} onChange={(value) => setTab(tabs.find((one) => one === value) ?? "output")}>
          <Tabs.List aria-label={t("stepOf", { name })}>
            {tabs.map((one) => (
              <Tabs.Tab key={one} value={one}>
                {t(isTrigger && one === "output" ? "tab.variables" : `tab.${one}`)}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          <Tabs.Panel value={tab} className={classes.tab ?? ""}>
            {tab === "rules" && step.rules !== null && (
              <RuleLines rules={step.rules} config={ownField(document?.nodes, step.node)?.config} />
            )}
            {tab === "log" && <TextBlock text={step.log.join("\n")} label={t("tab.log")} />}
            {(tab === "input" || tab === "output") && (
              <StepValue
                executionId={executionId}
                value={step[tab]}
                label={t(tab === "input" ? "inputOf" : "outputOf", { name })}
              />
            )}
          </Tabs.Panel>
        </Tabs>
      )}
    </section>
  );
}
