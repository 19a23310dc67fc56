import type { Delivery } from "@sluice/api/schemas";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../i18n/format.ts";
import { HttpStatus } from "../../ui/http-status.tsx";
import { KeyValueTable } from "../../ui/key-value-table.tsx";
import { Panel } from "../../ui/panel.tsx";

export interface SummaryPanelProps {
  readonly delivery: Delivery;
  readonly workflowName: string | undefined;
}

export function SummaryPanel({ delivery, workflowName }: SummaryPanelProps) {
  const { t } = useTranslation("deliveries");
  const format = useFormat();
  const { workflowId, version, receivedAt, address, status, durationMs } = delivery;
  const workflow = (
    <Link to="/workflows/$id" params={{ id: workflowId }}>
      {workflowName ?? t("unknownWorkflow")}
    </Link>
  );
  return (
    <Panel title={t("summary")}>
      <KeyValueTable
        rows={[
          { id: "workflow", name: t("column.workflow"), value: workflow },
          {
            id: "version",
            name: t("version"),
            value: version === null ? t("noVersion") : t("versionNumber", { version }),
          },
          { id: "received", name: t("column.received"), value: format.time(receivedAt) },
          { id: "sender", name: t("column.sender"), value: <span className="sluice-mono">{address}</span> },
          ...(delivery.authMethod !== null && delivery.authStage === null
            ? [{ id: "method", name: t("passedBy"), value: delivery.authMethod }]
            : []),
          { id: "answer", name: t("column.answer"), value: <HttpStatus status={status} /> },
          {
            id: "duration",
            name: t("column.duration"),
            value: durationMs === null ? t("running") : format.span(durationMs),
          },
          { id: "id", name: t("id"), value: <span className="sluice-mono">{delivery.id}</span> },
        ]}
      />
    </Panel>
  );
}
