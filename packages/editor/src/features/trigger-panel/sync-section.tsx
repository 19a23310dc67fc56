import { NativeSelect, NumberInput } from "@mantine/core";
import { IconAlertCircle, IconCircleCheck } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useOpenDocument, useOpenDocumentStore } from "../../document/open-document-context.ts";
import { selectNode } from "../../document/selection.ts";
import { defaultTimeoutSeconds } from "../../document/trigger-config.ts";
import { useNodeName } from "../node-card/use-node-name.ts";
import { nodeOf, useFindings, useFindingText } from "../problems/use-findings.ts";
import { useContractEdits } from "./contract/use-contract-edits.ts";
import { PanelSection } from "./panel-section.tsx";
import classes from "./trigger-panel.module.css";
import type { TriggerEdits } from "./use-trigger-edits.ts";

/** Findings that say that the sender may get no answer. */
const withoutAnswer: ReadonlySet<string> = new Set(["no-response", "response-called-off"]);

export interface SyncSectionProps {
  readonly timeoutSeconds: number | undefined;
  readonly onTimeout: "504" | "202";
  readonly edits: TriggerEdits;
}

/** How long a synchronous sender waits, and which ways through the workflow leave it without an answer. */
export function SyncSection({ timeoutSeconds, onTimeout, edits }: SyncSectionProps) {
  const { t } = useTranslation(["trigger", "contract"]);
  const { setOnTimeout } = useContractEdits();
  return (
    <PanelSection
      summary={timeoutSeconds === undefined ? "" : `${timeoutSeconds} s`}
      title={t("answer.title")}
      hint={t("answer.syncHint")}
      place="sync"
    >
      <NumberInput
        label={t("answer.deadline")}
        description={t("answer.deadlineHelp")}
        suffix=" s"
        min={1}
        max={300}
        clampBehavior="blur"
        placeholder={`${defaultTimeoutSeconds} s`}
        value={timeoutSeconds ?? ""}
        onChange={(value) =>
          edits.setTimeoutSeconds(typeof value === "number" && value >= 1 && value <= 300 ? value : undefined)
        }
        onBlur={edits.endGroup}
      />
      <NativeSelect
        label={t("contract:onTimeout.label")}
        data={(["504", "202"] as const).map((value) => ({ value, label: t(`contract:onTimeout.${value}`) }))}
        value={onTimeout}
        onChange={(event) => setOnTimeout(event.currentTarget.value === "202" ? "202" : "504")}
      />
      <WithoutResponse />
    </PanelSection>
  );
}

/** The findings about ways that end without a Response; each leads to its node. */
function WithoutResponse() {
  const { t } = useTranslation("trigger");
  const store = useOpenDocumentStore();
  const describe = useFindingText();
  const nameOf = useNodeName();
  const nodes = useOpenDocument((state) => state.document.nodes);
  const findings = useFindings().all.filter(({ code }) => withoutAnswer.has(code));
  if (findings.length === 0) {
    return (
      <p className={classes.fine}>
        <IconCircleCheck size={16} aria-hidden /> {t("answer.allAnswer")}
      </p>
    );
  }
  return (
    <div>
      <div className={classes.label}>{t("answer.withoutResponse", { count: findings.length })}</div>
      <ul className={classes.findings}>
        {findings.map((finding) => {
          const key = nodeOf(finding) ?? "trigger";
          return (
            <li key={`${key} ${finding.message}`}>
              <button
                type="button"
                onClick={() => store.select(selectNode(key))}
                disabled={key === "trigger"}
              >
                <IconAlertCircle size={15} aria-hidden />
                <span>
                  {nodes[key] && <strong>{nameOf(key)}</strong>} {describe(finding)}
                </span>
              </button>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
