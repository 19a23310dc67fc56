import { Alert, Button } from "@mantine/core";
import type { Trial } from "@sluice/api/schemas";
import { definitions } from "@sluice/nodes/definitions";
import { needsAnswer } from "@sluice/workflow/node-contract";
import { IconAlertCircle, IconAlertTriangle, IconPin, IconRoute } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useOpenDocument, useOpenDocumentStore } from "../../document/open-document-context.ts";
import { selectNode } from "../../document/selection.ts";
import { usedWord } from "../../document/used-data.ts";
import { HttpStatus } from "../../ui/http-status.tsx";
import { StatusBadge } from "../../ui/status-badge.tsx";
import { useShownRun } from "../run-view/use-shown-run.ts";
import { useStepName } from "../run-view/use-step-name.ts";
import { AnswerBody } from "./answer-body.tsx";
import classes from "./send-test.module.css";

const tones = {
  blocked: { color: "yellow", Icon: IconAlertTriangle },
  failed: { color: "red", Icon: IconAlertCircle },
} as const;

export interface TrialSummaryProps {
  readonly trial: Trial;
  /** Closes the dialog, to see the canvas. */
  readonly onClose: () => void;
}

/** What came of a draft that was tried without calling anything outside, and who was not called. */
export function TrialSummary({ trial, onClose }: TrialSummaryProps) {
  const { t } = useTranslation(["test", "trial", "canvas"]);
  const store = useOpenDocumentStore();
  const document = useOpenDocument((state) => state.document);
  const stepName = useStepName(document);
  const setOpen = useShownRun((state) => state.setOpen);
  const nameOf = (node: string) => stepName({ node });
  const { status, needs, error, answer, used } = trial;
  const came = status === "succeeded" || status === "blocked" ? status : "failed";
  const { color, Icon } = tones[came === "blocked" ? "blocked" : "failed"];
  const spared = Object.entries(used).filter(([node, { from }]) => {
    const drawn = document.nodes[node];
    const stands = from === "pin" || from === "execution" || from === "example";
    return from === "unsent" || (stands && drawn !== undefined && needsAnswer(definitions, drawn));
  });
  const toPin = (node: string) => {
    store.select(selectNode(node));
    onClose();
  };
  return (
    <section className={classes.answer} aria-label={t("tried.title")}>
      {came === "succeeded" ? (
        <div>
          <StatusBadge tone="success">{t("tried.succeeded")}</StatusBadge>
        </div>
      ) : (
        <Alert variant="light" color={color} icon={<Icon size={20} />} title={t(`tried.${came}`)}>
          {needs.map(({ node, why }) => (
            <div key={node} className={classes.need}>
              <span>{t(`tried.needs.${why}`, { name: nameOf(node) })}</span>
              <Button
                size="compact-sm"
                variant="default"
                leftSection={<IconPin size={14} aria-hidden />}
                onClick={() => toPin(node)}
              >
                {t("tried.toPin", { name: nameOf(node) })}
              </Button>
            </div>
          ))}
          {came === "failed" &&
            (error?.node
              ? t("tried.failedAt", { name: nameOf(error.node), message: error.message })
              : (error?.message ?? t("tried.timedOut")))}
        </Alert>
      )}
      {answer !== null && (
        <>
          <header className={classes.answerHead}>
            <span>{t("tried.answer")}</span>
            <span className={classes.status}>
              HTTP <HttpStatus status={answer.status} />
            </span>
          </header>
          {answer.body === "" ? (
            <p className={classes.note}>{t("noBody")}</p>
          ) : (
            <AnswerBody body={answer.body} />
          )}
        </>
      )}
      {spared.length > 0 && (
        <dl className={classes.spared} aria-label={t("tried.spared")}>
          {spared.map(([node, { from }]) => (
            <div key={node}>
              <dt>{nameOf(node)}</dt>
              <dd>{t(`canvas:used.${usedWord({ document, types: definitions }, { node, from })}`)}</dd>
            </div>
          ))}
        </dl>
      )}
      <div className={classes.links}>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconRoute size={14} aria-hidden />}
          onClick={() => {
            setOpen(true);
            onClose();
          }}
        >
          {t("watch")}
        </Button>
      </div>
    </section>
  );
}
