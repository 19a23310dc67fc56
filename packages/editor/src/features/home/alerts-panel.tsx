import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { ProblemAlert } from "../../api/problem-alert.tsx";
import { Panel } from "../../ui/panel.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { StatusBadge } from "../../ui/status-badge.tsx";
import { PathLink } from "../path-link/path-link.tsx";
import classes from "./home.module.css";

const everyMs = 15_000;

/** What fires now. */
export function AlertsPanel() {
  const { t, i18n } = useTranslation("home");
  const list = useQuery(api.alerts.list.queryOptions({ refetchInterval: everyMs }));
  const items = list.data?.items;
  const firing = items?.filter(({ state }) => state === "firing") ?? [];
  return (
    <Panel
      title={t("alerts.title")}
      actions={
        <PathLink path="/alerts" size="sm">
          {t("alerts.all")}
        </PathLink>
      }
    >
      <ProblemAlert error={list.error} />
      {items?.length === 0 ? (
        <p className={classes.quiet}>
          {t("alerts.none")}{" "}
          <PathLink path="/alerts" underline="always">
            {t("alerts.set")}
          </PathLink>
        </p>
      ) : firing.length === 0 ? (
        items && (
          <p className={classes.quiet}>
            <StatusBadge tone="success">{t("alerts.fine")}</StatusBadge>
          </p>
        )
      ) : (
        <ul className={classes.rows}>
          {firing.map(({ id, name, measure, firingSince }) => (
            <li key={id}>
              <div>
                <PathLink path={measure?.path ?? "/alerts"} className={classes.strong ?? ""}>
                  {name}
                </PathLink>
                {measure && (
                  <p className={classes.note}>{i18n.language === "fr" ? measure.said.fr : measure.said.en}</p>
                )}
              </div>
              {firingSince !== null && <RelativeTime iso={firingSince} />}
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
