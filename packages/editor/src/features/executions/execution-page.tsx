import { Alert, Anchor, Button, Skeleton } from "@mantine/core";
import type { Execution } from "@sluice/api/schemas";
import { IconAlertTriangle, IconArrowBigRightLines, IconInfoCircle } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { ProblemState } from "../../api/problem-state.tsx";
import { runningTime } from "../../api/running-time.ts";
import { useWorkflowNames } from "../../api/use-workflow-names.ts";
import { useFormat } from "../../i18n/format.ts";
import { HttpStatus } from "../../ui/http-status.tsx";
import { KeyValueTable } from "../../ui/key-value-table.tsx";
import { PageBody, PageHeader } from "../../ui/page-header.tsx";
import { Panel } from "../../ui/panel.tsx";
import { TextBlock } from "../../ui/text-block.tsx";
import { ExecutionStatusBadge } from "../execution-status/execution-status.tsx";
import { StepList } from "./step-list.tsx";

/** One execution with its steps, in the order in which they began. */
export function ExecutionPage() {
  const { t } = useTranslation("executions");
  const { id } = useParams({ from: "/signed-in/executions/$id" });
  const query = useQuery(api.executions.get.queryOptions({ input: { id } }));
  const execution = query.data;
  const format = useFormat();
  return (
    <>
      <PageHeader
        breadcrumbsLabel={t("breadcrumbs")}
        breadcrumbs={[
          <Anchor key="list" component={Link} to="/executions">
            {t("title")}
          </Anchor>,
        ]}
        title={execution === undefined ? t("one") : t("oneAt", { time: format.time(execution.queuedAt) })}
        badge={execution === undefined ? undefined : <ExecutionStatusBadge status={execution.status} />}
        actions={execution === undefined ? undefined : <ToDelivery deliveryId={execution.deliveryId} />}
      />
      <PageBody>
        {query.isError ? (
          <ProblemState error={query.error} onRetry={() => void query.refetch()} />
        ) : execution === undefined ? (
          <Skeleton height={240} radius="lg" />
        ) : (
          <ExecutionDetail execution={execution} />
        )}
      </PageBody>
    </>
  );
}

function ToDelivery({ deliveryId }: { deliveryId: string | null }) {
  const { t } = useTranslation("executions");
  if (deliveryId === null) return null;
  return (
    <Button
      variant="default"
      leftSection={<IconArrowBigRightLines size={16} aria-hidden />}
      renderRoot={(props) => <Link {...props} to="/deliveries/$id" params={{ id: deliveryId }} />}
    >
      {t("openDelivery")}
    </Button>
  );
}

function ExecutionDetail({ execution }: { execution: Execution }) {
  const { t } = useTranslation("executions");
  const { error, warnings, answer, failedByDesign } = execution;
  return (
    <>
      {error !== null && (
        <Alert
          color="red"
          variant="light"
          icon={<IconAlertTriangle size={20} />}
          mb="md"
          title={error.node === null ? t("failed") : t("failedAt", { node: error.node })}
        >
          {error.message} <span className="sluice-mono">{error.code}</span>
        </Alert>
      )}
      {failedByDesign && (
        <Alert variant="light" icon={<IconInfoCircle size={20} />} mb="md">
          {t("failedByDesign")}
        </Alert>
      )}
      {warnings.map(({ code, message, node }) => (
        <Alert key={`${code} ${node ?? ""}`} color="yellow" variant="light" mb="md" title={node ?? undefined}>
          {message}
        </Alert>
      ))}
      <Facts execution={execution} />
      <Panel title={t("steps")} flush>
        <StepList steps={execution.steps} />
      </Panel>
      {answer !== null && (
        <Panel title={t("answer")} actions={<HttpStatus status={answer.status} />}>
          <KeyValueTable
            mono
            rows={answer.headers.map(({ name, value }, index) => ({ id: `${index} ${name}`, name, value }))}
          />
          {answer.body !== "" && <TextBlock text={answer.body} label={t("answer")} />}
        </Panel>
      )}
    </>
  );
}

function Facts({ execution }: { execution: Execution }) {
  const { t } = useTranslation("executions");
  const format = useFormat();
  const { nameOf } = useWorkflowNames();
  const { workflowId, version, startedBy, startedAt, finishedAt } = execution;
  const time = runningTime(execution);
  const workflow = (
    <Link to="/workflows/$id" params={{ id: workflowId }}>
      {nameOf(workflowId) ?? t("unknownWorkflow")}
    </Link>
  );
  return (
    <Panel title={t("summary")}>
      <KeyValueTable
        rows={[
          { id: "workflow", name: t("column.workflow"), value: workflow },
          {
            id: "version",
            name: t("column.version"),
            value: version === null ? t("draft") : t("versionNumber", { version }),
          },
          { id: "by", name: t("column.startedBy"), value: t(`startedBy.${startedBy}`) },
          {
            id: "started",
            name: t("column.started"),
            value: startedAt === null ? "–" : format.time(startedAt),
          },
          { id: "finished", name: t("finished"), value: finishedAt === null ? "–" : format.time(finishedAt) },
          { id: "time", name: t("column.time"), value: time === null ? "–" : format.span(time) },
          { id: "id", name: t("id"), value: <span className="sluice-mono">{execution.id}</span> },
        ]}
      />
    </Panel>
  );
}
