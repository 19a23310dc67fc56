import { Skeleton } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { ProblemState } from "../../api/problem-state.tsx";
import { runningTime } from "../../api/running-time.ts";
import { useFormat } from "../../i18n/format.ts";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { ExecutionStatusBadge } from "../execution-status/execution-status.tsx";
import { WaitingReason } from "../waiting-reason/waiting-reason.tsx";
import classes from "./run-view.module.css";

const most = 20;

/** The last executions, the newest first; news put new ones on top. */
export function RunList({ workflowId, onChoose }: { workflowId: string; onChoose: (id: string) => void }) {
  const { t } = useTranslation("runs");
  const format = useFormat();
  const list = useInfiniteQuery(
    api.executions.list.infiniteOptions({
      input: (cursor: string | undefined) => ({ cursor, workflowId, limit: most }),
      initialPageParam: undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
    }),
  );
  if (list.isError) return <ProblemState error={list.error} onRetry={() => void list.refetch()} />;
  if (list.data === undefined) return <Skeleton height={96} m="sm" />;
  const items = list.data.pages.flatMap((page) => page.items).slice(0, most);
  if (items.length === 0) return <p className={classes.empty}>{t("none")}</p>;
  return (
    <ul className={classes.runs}>
      {items.map((run) => {
        const time = runningTime(run);
        return (
          <li key={run.id}>
            <button type="button" className={classes.run} onClick={() => onChoose(run.id)}>
              <ExecutionStatusBadge status={run.status} />
              <RelativeTime iso={run.startedAt ?? run.queuedAt} />
              <span className={classes.dim}>
                {run.version === null ? t("draft") : t("version", { version: run.version })}
              </span>
              <span className={classes.dim}>{t(`startedBy.${run.startedBy}`)}</span>
              <span className={classes.end}>
                {run.waitingFor !== null ? (
                  <WaitingReason waiting={run.waitingFor} />
                ) : time === null ? (
                  ""
                ) : (
                  format.span(time)
                )}
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
