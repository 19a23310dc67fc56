import { Alert, Button, Group, Loader } from "@mantine/core";
import type { Trial } from "@sluice/api/schemas";
import { IconAlertTriangle, IconWorld } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { ProblemAlert } from "../../api/problem-alert.tsx";
import { useOpenDocument } from "../../document/open-document-context.ts";
import { NotSavedError, UnfinishedError } from "../../document/saved-draft.ts";
import { JsonView } from "../../ui/json-view.tsx";
import { StatusBadge } from "../../ui/status-badge.tsx";
import { useStepExits } from "../run-view/use-step-exits.ts";
import { stepIn } from "./step-in.ts";
import classes from "./trial.module.css";
import type { Attempt } from "./use-run-trial.ts";
import { useTrial } from "./use-trial.ts";
import { UsedDataList } from "./used-data.tsx";

export interface TrialOutcomeProps {
  readonly nodeKey: string;
  readonly nameOf: (node: string) => string;
  readonly onRun: (attempt: Attempt) => void;
}

/** What came of the last trial of a node: its output, or what stood in the way and what helps. */
export function TrialOutcome({ nodeKey, nameOf, onRun }: TrialOutcomeProps) {
  const { t } = useTranslation("trial");
  const { trial, running, failure } = useTrial();
  const shown = useRef<HTMLDivElement>(null);
  const own = trial?.node === nodeKey ? trial : null;
  // Whoever tried the node from its menu finds what came of it below its settings.
  useEffect(() => {
    if (own !== null) shown.current?.scrollIntoView({ block: "nearest" });
  }, [own]);
  if (running === nodeKey) return <Loader size="xs" aria-label={t("running")} />;
  if (failure?.node === nodeKey) return <Failure error={failure.error} />;
  if (own === null) return null;
  return (
    <div ref={shown} className={classes.outcome}>
      {own.needs.length > 0 ? (
        <Needs nodeKey={nodeKey} trial={own} nameOf={nameOf} onRun={onRun} />
      ) : (
        <Outcome nodeKey={nodeKey} trial={own} nameOf={nameOf} />
      )}
      <UsedDataList used={own.used} nameOf={nameOf} />
    </div>
  );
}

function Failure({ error }: { error: unknown }) {
  const { t } = useTranslation("trial");
  if (error instanceof UnfinishedError) return <Alert color="yellow">{t("unfinished")}</Alert>;
  if (error instanceof NotSavedError) return <Alert color="yellow">{t("notSaved")}</Alert>;
  return <ProblemAlert error={error} />;
}

/** Nobody was called: whoever wants that says so here, for each step. */
function Needs({ nodeKey, trial, nameOf, onRun }: TrialOutcomeProps & { readonly trial: Trial }) {
  const { t } = useTranslation("trial");
  const outside = trial.needs.filter(({ why }) => why === "outside").map(({ node }) => node);
  const called = Object.entries(trial.used).flatMap(([node, { from }]) => (from === "outside" ? [node] : []));
  return (
    <Alert
      color="yellow"
      icon={<IconAlertTriangle size={16} aria-hidden />}
      title={t("needs.title")}
      role="status"
    >
      {trial.needs.map(({ node, why }) => (
        <p key={node} className={classes.need}>
          {t(`needs.${why}`, { name: nameOf(node) })}
        </p>
      ))}
      {outside.length > 0 && (
        <Group gap="xs">
          <Button
            size="xs"
            variant="default"
            leftSection={<IconWorld size={14} aria-hidden />}
            onClick={() =>
              onRun({ node: nodeKey, mode: "until", outside: [...new Set([...called, ...outside])] })
            }
          >
            {t("needs.call", { names: outside.map(nameOf).join(", ") })}
          </Button>
        </Group>
      )}
    </Alert>
  );
}

function Outcome({ nodeKey, trial, nameOf }: Omit<TrialOutcomeProps, "onRun"> & { readonly trial: Trial }) {
  const { t } = useTranslation("trial");
  const exitsOf = useStepExits(useOpenDocument((state) => state.document));
  const step = stepIn(trial, nodeKey);
  if (!trial.reached || !step) {
    const { error } = trial;
    return (
      <p className={classes.line} role="status">
        {error === null
          ? t("notReached")
          : t("failedBefore", { name: nameOf(error.node ?? ""), message: error.message })}
      </p>
    );
  }
  const exits = exitsOf(step);
  return (
    <>
      <p className={classes.line} role="status">
        <StatusBadge tone={step.status === "failed" ? "danger" : "success"}>
          {t(step.status === "failed" ? "failed" : "gave")}
        </StatusBadge>
        {exits.length > 0 && <span>{t("leftBy", { ports: exits.join(", ") })}</span>}
      </p>
      {step.error && <p className={classes.error}>{step.error.message}</p>}
      {step.status === "succeeded" && (
        <div className={classes.output}>
          <JsonView value={step.output} label={t("outputOf", { name: nameOf(nodeKey) })} />
        </div>
      )}
    </>
  );
}
