import { Skeleton, VisuallyHidden } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Navigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { ProblemState } from "../../api/problem-state.tsx";
import { useWorkflowNames } from "../../api/use-workflow-names.ts";
import { PageBody, PageHeader } from "../../ui/page-header.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { AlertsPanel } from "./alerts-panel.tsx";
import { FailuresPanel } from "./failures-panel.tsx";
import classes from "./home.module.css";
import { OutgoingPanel } from "./outgoing-panel.tsx";
import { SlowPanel } from "./slow-panel.tsx";
import { StoragePanel } from "./storage-panel.tsx";
import { ThroughputPanel } from "./throughput-panel.tsx";
import { WaitingPanel } from "./waiting-panel.tsx";

/** The server makes it anew every two seconds at most, however many look. */
const everyMs = 5000;

/** What matters at one look; every figure leads to the list behind it. A new installation begins with its first workflow. */
export function HomePage() {
  const { t } = useTranslation("home");
  const overview = useQuery(
    api.overview.get.queryOptions({ refetchInterval: everyMs, refetchOnMount: "always" }),
  );
  const { nameOf } = useWorkflowNames();
  // What was read before the first workflow was made says nothing any more.
  const data = overview.data?.isNew && !overview.isFetchedAfterMount ? undefined : overview.data;
  if (data?.isNew) return <Navigate to="/workflows" replace />;
  return (
    <>
      <PageHeader
        title={t("title")}
        subtitle={t("subtitle")}
        badge={
          data && (
            <span className="sluice-dim">
              {t("updated")} <RelativeTime iso={data.at} />
            </span>
          )
        }
      />
      <PageBody>
        {data === undefined ? (
          overview.isError ? (
            <ProblemState error={overview.error} onRetry={() => void overview.refetch()} />
          ) : (
            <div className={classes.grid} role="status">
              <VisuallyHidden>{t("loading")}</VisuallyHidden>
              <Skeleton height={220} radius="lg" className={classes.wide ?? ""} />
              <Skeleton height={180} radius="lg" />
              <Skeleton height={180} radius="lg" />
            </div>
          )
        ) : (
          <div className={classes.grid}>
            <div className={classes.wide}>
              <ThroughputPanel hours={data.hours} />
            </div>
            <AlertsPanel />
            <WaitingPanel waiting={data.waiting} />
            <FailuresPanel failures={data.failures} nameOf={nameOf} />
            <SlowPanel slowest={data.slowest} nameOf={nameOf} />
            <OutgoingPanel subscriptions={data.subscriptions} />
            <StoragePanel storage={data.storage} />
          </div>
        )}
      </PageBody>
    </>
  );
}
