import { Button, Group } from "@mantine/core";
import { definitions } from "@sluice/nodes/definitions";
import type { WorkflowNode } from "@sluice/workflow/document";
import { IconPlayerPlay, IconPlayerTrackNext } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useOpenDocument } from "../../document/open-document-context.ts";
import { definitionOf } from "../../document/ports.ts";
import { useLanguage } from "../node-card/use-language.ts";
import { useTriggerName } from "../trigger-kind/use-trigger-name.ts";
import { DataPicker } from "./data-picker.tsx";
import { PinEditor } from "./pin-editor.tsx";
import classes from "./trial.module.css";
import { TrialOutcome } from "./trial-outcome.tsx";
import { useKnownOutput } from "./use-known-output.ts";
import { type Attempt, useRunTrial } from "./use-run-trial.ts";
import { useTrial } from "./use-trial.ts";

/** Tries a node on the data it would get, without setting the workflow off; pins its output. */
export function TrialPanel({ nodeKey, node }: { nodeKey: string; node: WorkflowNode }) {
  const { t } = useTranslation("trial");
  const run = useRunTrial();
  const nameOf = useNodeName();
  const running = useTrial((state) => state.running);
  const start = (attempt: Attempt) => void run(attempt);
  const last = useKnownOutput(nodeKey);
  return (
    <section className={classes.panel} aria-label={t("title")}>
      <DataPicker />
      <Group gap="xs">
        <Button
          size="xs"
          variant="light"
          leftSection={<IconPlayerPlay size={14} aria-hidden />}
          disabled={running !== null}
          onClick={() => start({ node: nodeKey, mode: "node" })}
        >
          {t("runNode")}
        </Button>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconPlayerTrackNext size={14} aria-hidden />}
          disabled={running !== null}
          onClick={() => start({ node: nodeKey, mode: "until" })}
        >
          {t("runUntil")}
        </Button>
      </Group>
      <TrialOutcome nodeKey={nodeKey} nameOf={nameOf} onRun={start} />
      <PinEditor nodeKey={nodeKey} node={node} last={last} />
    </section>
  );
}

/** What a node of the draft is called. */
function useNodeName(): (key: string) => string {
  const document = useOpenDocument((state) => state.document);
  const language = useLanguage();
  const triggerName = useTriggerName();
  return (key) => {
    if (key === "trigger") return triggerName(document.trigger.type);
    const node = document.nodes[key];
    return node?.name || definitionOf(definitions, node?.type ?? "")?.title[language] || key;
  };
}
