import { Button, Group } from "@mantine/core";
import type { WorkflowNode } from "@sluice/workflow/document";
import { IconPlayerPlay, IconPlayerTrackNext } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useRestedDocument } from "../../document/use-rested-document.ts";
import { useStepName } from "../run-view/use-step-name.ts";
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
  // As in the list of steps: a node that a trial used may be gone from the draft by now.
  const stepName = useStepName(useRestedDocument());
  const nameOf = (node: string) => stepName({ node });
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
