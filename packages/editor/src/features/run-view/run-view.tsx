import { ActionIcon, Button, Tooltip } from "@mantine/core";
import {
  IconArrowLeft,
  IconChevronDown,
  IconChevronUp,
  IconExternalLink,
  IconRoute,
} from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useOpenDocument } from "../../document/open-document-context.ts";
import { useTrial } from "../trial/use-trial.ts";
import { RunList } from "./run-list.tsx";
import classes from "./run-view.module.css";
import { ShownExecution } from "./shown-execution.tsx";
import { ShownTrial, TrialMarks } from "./shown-trial.tsx";
import { useShownRun } from "./use-shown-run.ts";

/** Below the canvas: the last executions of the open workflow, and what happened in one of them. */
export function RunView() {
  const { t } = useTranslation("runs");
  const workflowId = useOpenDocument((state) => state.workflow.id);
  const { open, executionId, setOpen, show, forget } = useShownRun();
  const trial = useTrial((state) => state.trial);
  const { clear, forget: forgetTrial } = useTrial.getState();
  // An execution of one workflow is none of the next one's.
  useEffect(
    () => () => {
      forget();
      forgetTrial();
    },
    [forget, forgetTrial],
  );
  // Whoever opens an execution looks at that.
  useEffect(() => {
    if (executionId !== null) clear();
  }, [executionId, clear]);
  return (
    <section className={classes.drawer} data-open={open || undefined} aria-label={t("title")}>
      <header className={classes.bar}>
        <button type="button" className={classes.title} aria-expanded={open} onClick={() => setOpen(!open)}>
          <IconRoute size={16} aria-hidden />
          {t("title")}
          {open ? <IconChevronDown size={14} aria-hidden /> : <IconChevronUp size={14} aria-hidden />}
        </button>
        {open && trial === null && executionId !== null && (
          <>
            <Button
              size="compact-xs"
              variant="subtle"
              color="gray"
              leftSection={<IconArrowLeft size={14} aria-hidden />}
              onClick={() => show(null)}
            >
              {t("allExecutions")}
            </Button>
            <Tooltip label={t("openPage")}>
              <ActionIcon
                size="sm"
                aria-label={t("openPage")}
                renderRoot={(props) => <Link {...props} to="/executions/$id" params={{ id: executionId }} />}
              >
                <IconExternalLink size={15} aria-hidden />
              </ActionIcon>
            </Tooltip>
          </>
        )}
      </header>
      {trial !== null && <TrialMarks trial={trial} />}
      {open && (
        <div className={classes.drawerBody}>
          {trial !== null ? (
            <ShownTrial trial={trial} />
          ) : executionId === null ? (
            <RunList workflowId={workflowId} onChoose={show} />
          ) : (
            <ShownExecution key={executionId} id={executionId} />
          )}
        </div>
      )}
    </section>
  );
}
