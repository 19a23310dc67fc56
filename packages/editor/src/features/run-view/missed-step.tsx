import type { WorkflowDocument } from "@sluice/workflow/document";
import { useTranslation } from "react-i18next";
import classes from "./run-view.module.css";
import { useStepName } from "./use-step-name.ts";

/** In the place of a step: the node that was chosen did not run. */
export function MissedStep({ node, document }: { node: string; document: WorkflowDocument | null }) {
  const { t } = useTranslation("runs");
  const name = useStepName(document)({ node });
  return (
    <section className={classes.detail} aria-label={t("stepOf", { name })}>
      <header className={classes.detailHead}>
        <h3>{name}</h3>
      </header>
      <p className={classes.note}>{t("missedHint")}</p>
    </section>
  );
}
