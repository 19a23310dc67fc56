import type { Step } from "@sluice/api/schemas";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../i18n/format.ts";
import classes from "./run-view.module.css";
import notices from "./step-notices.module.css";

/** Why earlier attempts of a step failed, and when each was followed by the next. */
export function FailedAttempts({ attempts }: { attempts: Step["failedAttempts"] }) {
  const { t } = useTranslation("runs");
  const format = useFormat();
  if (attempts.length === 0) return null;
  return (
    <section className={notices.attempts} aria-label={t("tries.title")}>
      <h4>{t("tries.title")}</h4>
      <ol>
        {attempts.map(({ attempt, error, at, nextAt }) => (
          <li key={attempt}>
            <span className={notices.attemptHead}>
              <strong>{t("tries.attempt", { number: attempt })}</strong>
              <span className={classes.fact}>{format.clock(at)}</span>
              <span className={classes.fact}>{t("tries.next", { time: format.clock(nextAt) })}</span>
            </span>
            <span className={notices.attemptError}>
              {error.message} <code>{error.code}</code>
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
