import { Checkbox } from "@mantine/core";
import type { DeliverySummary } from "@sluice/api/schemas";
import { Link } from "@tanstack/react-router";
import type { TFunction } from "i18next";
import type { ProblemText } from "../../api/problem-text.ts";
import type { Format } from "../../i18n/format.ts";
import type { Column } from "../../ui/data-table.tsx";
import { HttpStatus } from "../../ui/http-status.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { VerdictBadge } from "../verdict-badge/verdict-badge.tsx";

export interface DeliveryColumns {
  readonly t: TFunction<"deliveries">;
  readonly format: Format;
  readonly nameOf: (workflowId: string) => string | undefined;
  readonly reasonText: (code: string) => ProblemText;
}

export function deliveryColumns({
  t,
  format,
  nameOf,
  reasonText,
}: DeliveryColumns): Column<DeliverySummary>[] {
  return [
    {
      id: "received",
      title: t("column.received"),
      cell: ({ id, receivedAt }) => (
        <Link to="/deliveries/$id" params={{ id }}>
          <RelativeTime iso={receivedAt} />
        </Link>
      ),
    },
    { id: "verdict", title: t("column.verdict"), cell: ({ verdict }) => <VerdictBadge verdict={verdict} /> },
    {
      id: "reason",
      title: t("column.reason"),
      share: "40%",
      cell: ({ verdict, reason, authStage, executionId, duplicateOf }) =>
        reason !== null ? (
          <Reason
            title={reasonText(reason).title}
            stage={authStage === null ? null : t(`authStage.${authStage}`, { defaultValue: authStage })}
          />
        ) : duplicateOf !== null ? (
          <Link to="/deliveries/$id" params={{ id: duplicateOf }}>
            {t("duplicate.first")}
          </Link>
        ) : executionId === null ? (
          verdict === "held" && t("heldUntil")
        ) : (
          <Link to="/executions/$id" params={{ id: executionId }}>
            {t("execution")}
          </Link>
        ),
    },
    {
      id: "workflow",
      title: t("column.workflow"),
      share: "20%",
      cell: ({ workflowId }) => (
        <Link to="/workflows/$id" params={{ id: workflowId }}>
          {nameOf(workflowId) ?? t("unknownWorkflow")}
        </Link>
      ),
    },
    {
      id: "sender",
      title: t("column.sender"),
      cell: ({ method, address }) => (
        <span className="sluice-mono">
          {method} <span style={{ color: "var(--mantine-color-dimmed)" }}>{address}</span>
        </span>
      ),
    },
    {
      id: "status",
      title: t("column.answer"),
      end: true,
      cell: ({ status }) => <HttpStatus status={status} />,
    },
    {
      id: "duration",
      title: t("column.duration"),
      end: true,
      cell: ({ durationMs }) => (
        <span className="sluice-figures">{durationMs === null ? "–" : format.span(durationMs)}</span>
      ),
    },
  ];
}

/** Why it was refused, and of what was to prove who sent it, where it went wrong. */
function Reason({ title, stage }: { title: string; stage: string | null }) {
  return (
    <span title={stage === null ? title : `${title}: ${stage}`}>
      {title}
      {stage !== null && <span style={{ color: "var(--mantine-color-dimmed)" }}> · {stage}</span>}
    </span>
  );
}

/** Boxes to choose deliveries by, for running them again. */
export function selectionColumn(given: {
  readonly t: TFunction<"deliveries">;
  readonly format: Format;
  readonly chosen: ReadonlySet<string>;
  readonly onChoose: (ids: readonly string[], on: boolean) => void;
}): Column<DeliverySummary> {
  const { t, format, chosen, onChoose } = given;
  return {
    id: "chosen",
    title: t("choose.title"),
    titleHidden: true,
    cell: ({ id, receivedAt }) => (
      <Checkbox
        size="xs"
        aria-label={t("choose.one", { time: format.time(receivedAt) })}
        checked={chosen.has(id)}
        onChange={(event) => onChoose([id], event.currentTarget.checked)}
      />
    ),
  };
}
