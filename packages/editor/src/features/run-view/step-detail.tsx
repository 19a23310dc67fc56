import { Tabs } from "@mantine/core";
import type { Step } from "@sluice/api/schemas";
import type { WorkflowDocument } from "@sluice/workflow/document";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { runningTime } from "../../api/running-time.ts";
import { useFormat } from "../../i18n/format.ts";
import { CopyButton } from "../../ui/copy-button.tsx";
import { JsonView } from "../../ui/json-view.tsx";
import { TextBlock } from "../../ui/text-block.tsx";
import { ExecutionStatusBadge } from "../execution-status/execution-status.tsx";
import { RuleLines } from "./rule-lines.tsx";
import classes from "./run-view.module.css";
import { StepError } from "./step-error.tsx";
import { useStepName } from "./step-names.ts";

type Tab = "output" | "input" | "rules" | "log";

/** One step: what went in, what came out, by which port, why, how long, and what went wrong. */
export function StepDetail({ step, document }: { step: Step; document: WorkflowDocument | null }) {
  const { t } = useTranslation("runs");
  const format = useFormat();
  const nameOf = useStepName(document);
  const [wanted, setTab] = useState<Tab>("output");
  const time = step.node === "trigger" ? null : runningTime(step);
  const ports = step.port === null ? [] : [step.port].flat();
  const isTrigger = step.node === "trigger";
  const tabs: readonly Tab[] = [
    "output",
    ...(isTrigger ? [] : (["input"] as const)),
    ...(step.rules === null || step.rules.length === 0 ? [] : (["rules"] as const)),
    ...(step.log.length === 0 ? [] : (["log"] as const)),
  ];
  const tab = tabs.includes(wanted) ? wanted : "output";
  const name = nameOf(step);
  return (
    <section className={classes.detail} aria-label={t("stepOf", { name })}>
      <header className={classes.detailHead}>
        <h3>{name}</h3>
        <ExecutionStatusBadge status={step.status} />
        {!isTrigger && ports.length > 0 && (
          <span className={classes.fact}>{t("leftBy", { ports: ports.join(", ") })}</span>
        )}
        {step.attempts > 1 && <span className={classes.fact}>{t("attempts", { count: step.attempts })}</span>}
        {step.frame !== "" && <span className={classes.fact}>{t("iteration", { frame: step.frame })}</span>}
        {time !== null && step.status !== "skipped" && (
          <span className={classes.fact}>{format.span(time)}</span>
        )}
      </header>
      {step.error !== null && <StepError error={step.error} />}
      {step.status === "skipped" ? (
        <p className={classes.note}>{t(ports.length > 0 ? "disabledHint" : "skippedHint")}</p>
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
            {tab === "rules" && step.rules !== null && <RuleLines rules={step.rules} />}
            {tab === "log" && <TextBlock text={step.log.join("\n")} label={t("tab.log")} />}
            {(tab === "input" || tab === "output") && (
              <Value value={step[tab]} label={t(`${tab}Of`, { name })} />
            )}
          </Tabs.Panel>
        </Tabs>
      )}
    </section>
  );
}

function Value({ value, label }: { value: unknown; label: string }) {
  const { t } = useTranslation("runs");
  return (
    <div className={classes.value}>
      <div className={classes.copy}>
        <CopyButton value={() => JSON.stringify(value, null, 2)} label={t("copyJson")} />
      </div>
      <JsonView value={value} label={label} />
    </div>
  );
}
