import type { Overview } from "@sluice/api/schemas";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../i18n/format.ts";
import { Panel } from "../../ui/panel.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { PathLink } from "../path-link/path-link.tsx";
import classes from "./home.module.css";

export interface FailuresPanelProps {
  readonly failures: Overview["failures"];
  readonly nameOf: (workflowId: string) => string | undefined;
}

/** Failures of the last day by their reason, the most frequent first. */
export function FailuresPanel({ failures, nameOf }: FailuresPanelProps) {
  const { t } = useTranslation("home");
  const format = useFormat();
  const { groups, looked, more } = failures;
  return (
    <Panel
      title={t("failures.title")}
      actions={
        <PathLink path="/executions?status=failed" size="sm">
          {t("failures.all")}
        </PathLink>
      }
    >
      {groups.length === 0 ? (
        <p className={classes.quiet}>{t("failures.none")}</p>
      ) : (
        <ul className={classes.rows}>
          {groups.map(({ workflowId, node, code, message, count, lastAt, executionId }) => (
            <li key={`${workflowId} ${node} ${code}`}>
              <div>
                <PathLink
                  path={`/executions?status=failed&workflowId=${workflowId}`}
                  className={classes.strong ?? ""}
                >
                  {nameOf(workflowId) ?? workflowId}
                </PathLink>{" "}
                <span className="sluice-mono">{node ?? t("failures.whole")}</span>
                <p className={classes.note} title={message}>
                  <span className="sluice-mono">{code}</span> {message}
                </p>
              </div>
              <div className={classes.end}>
                <span>{t("failures.count", { count })}</span>
                <span>
                  <PathLink path={`/executions/${executionId}`} size="xs">
                    {t("failures.open")}
                  </PathLink>{" "}
                  <RelativeTime iso={lastAt} />
                </span>
              </div>
            </li>
          ))}
        </ul>
      )}
      {more && <p className={classes.note}>{t("failures.more", { looked: format.number(looked) })}</p>}
    </Panel>
  );
}
