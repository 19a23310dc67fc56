import type { ExecutionSummary } from "@sluice/api/schemas";
import { Link } from "@tanstack/react-router";
import type { TFunction } from "i18next";
import { runningTime } from "../../api/running-time.ts";
import type { Format } from "../../i18n/format.ts";
import type { Column } from "../../ui/data-table.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { ExecutionStatusBadge } from "../execution-status/execution-status.tsx";
import { WaitingReason } from "../waiting-reason/waiting-reason.tsx";

export interface ExecutionColumns {
  readonly t: TFunction<"executions">;
  readonly format: Format;
  readonly nameOf: (workflowId: string) => string | undefined;
}

export function executionColumns({ t, format, nameOf }: ExecutionColumns): Column<ExecutionSummary>[] {
  return [
    {
      id: "started",
      title: t("column.started"),
      cell: ({ id, startedAt, queuedAt }) => (
        <Link to="/executions/$id" params={{ id }}>
          <RelativeTime iso={startedAt ?? queuedAt} />
        </Link>
      ),
    },
    {
      id: "status",
      title: t("column.status"),
      cell: ({ status, waitingFor }) => (
        <>
          <ExecutionStatusBadge status={status} />
          {waitingFor !== null && (
            <div className="sluice-dim">
              <WaitingReason waiting={waitingFor} />
            </div>
          )}
        </>
      ),
    },
    {
      id: "workflow",
      title: t("column.workflow"),
      share: "40%",
      cell: ({ workflowId }) => (
        <Link to="/workflows/$id" params={{ id: workflowId }}>
          {nameOf(workflowId) ?? t("unknownWorkflow")}
        </Link>
      ),
    },
    {
      id: "version",
      title: t("column.version"),
      cell: ({ version }) => (version === null ? t("draft") : t("versionNumber", { version })),
    },
    {
      id: "by",
      title: t("column.startedBy"),
      cell: ({ startedBy, deliveryId }) =>
        deliveryId === null ? (
          t(`startedBy.${startedBy}`)
        ) : (
          <Link to="/deliveries/$id" params={{ id: deliveryId }}>
            {t(`startedBy.${startedBy}`)}
          </Link>
        ),
    },
    {
      id: "time",
      title: t("column.time"),
      end: true,
      cell: (execution) => {
        const time = runningTime(execution);
        return <span className="sluice-figures">{time === null ? "–" : format.span(time)}</span>;
      },
    },
  ];
}
