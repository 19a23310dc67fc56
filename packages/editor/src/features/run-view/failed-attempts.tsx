import type { Step } from "@sluice/api/schemas";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../i18n/format.ts";
import shared from "./run-view.module.css";
import classes from "./waiting.module.css";

/** Why earlier attempts of a step failed, and when each was followed by the next. */
export function FailedAttempts({ attempts }: { attempts: Step["failedAttempts"] }) {
  const { t } = useTranslation("runs");
  const format = useFormat();
  if (attempts.length === 0) return null;
  return (
    <section className={classes.attempts} aria-label={t("tries.title")}>
      <h4>{t("tries.title")}</h4>
      <ol>
        {attempts.map(({ attempt, error, at, nextAt }) => (
          <li key={attempt}>
            <span className={classes.attemptHead}>
              <strong>{t("tries.attempt", { number: attempt })}</strong>
              <span className={shared.fact}>{format.clock(at)}</span>
              <span className={shared.fact}>{t("tries.next", { time: format.clock(nextAt) })}</span>
            </span>
            <span className={classes.attemptError}>
              {error.message} <code>{error.code}</code>
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
