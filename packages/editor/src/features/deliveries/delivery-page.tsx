import { Anchor, Button, Skeleton } from "@mantine/core";
import type { Delivery } from "@sluice/api/schemas";
import { IconRoute } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { ProblemState } from "../../api/problem-state.tsx";
import { useWorkflowNames } from "../../api/use-workflow-names.ts";
import { useFormat } from "../../i18n/format.ts";
import { CopyButton } from "../../ui/copy-button.tsx";
import { PageBody, PageHeader } from "../../ui/page-header.tsx";
import { AnswerPanel } from "./answer-panel.tsx";
import { asCurl } from "./as-curl.ts";
import { RefusalPanel } from "./refusal-panel.tsx";
import { RequestPanels } from "./request-panels.tsx";
import { SummaryPanel } from "./summary-panel.tsx";
import { VariablesPanel } from "./variables-panel.tsx";
import { VerdictBadge } from "./verdict-badge.tsx";

/** One delivery: what came, what was made of it, what was answered, and why. */
export function DeliveryPage() {
  const { t } = useTranslation("deliveries");
  const { id } = useParams({ from: "/signed-in/deliveries/$id" });
  const query = useQuery(api.deliveries.get.queryOptions({ input: { id } }));
  const delivery = query.data;
  const format = useFormat();
  return (
    <>
      <PageHeader
        breadcrumbsLabel={t("breadcrumbs")}
        breadcrumbs={[
          <Anchor key="list" component={Link} to="/deliveries">
            {t("title")}
          </Anchor>,
        ]}
        title={delivery === undefined ? t("one") : t("oneAt", { time: format.time(delivery.receivedAt) })}
        badge={delivery === undefined ? undefined : <VerdictBadge verdict={delivery.verdict} />}
        actions={delivery === undefined ? undefined : <Actions delivery={delivery} />}
      />
      <PageBody>
        {query.isError ? (
          <ProblemState error={query.error} onRetry={() => void query.refetch()} />
        ) : delivery === undefined ? (
          <Skeleton height={240} radius="lg" />
        ) : (
          <DeliveryDetail delivery={delivery} />
        )}
      </PageBody>
    </>
  );
}

function Actions({ delivery }: { delivery: Delivery }) {
  const { t } = useTranslation("deliveries");
  const { executionId } = delivery;
  return (
    <>
      <CopyButton withText label={t("copyCurl")} value={() => asCurl(delivery, window.location.origin)} />
      {executionId !== null && (
        <Button
          leftSection={<IconRoute size={16} aria-hidden />}
          renderRoot={(props) => <Link {...props} to="/executions/$id" params={{ id: executionId }} />}
        >
          {t("openExecution")}
        </Button>
      )}
    </>
  );
}

function DeliveryDetail({ delivery }: { delivery: Delivery }) {
  const { nameOf } = useWorkflowNames();
  return (
    <>
      {delivery.reason !== null && <RefusalPanel delivery={delivery} reason={delivery.reason} />}
      <SummaryPanel delivery={delivery} workflowName={nameOf(delivery.workflowId)} />
      <VariablesPanel delivery={delivery} />
      <RequestPanels id={delivery.id} request={delivery.request} />
      <AnswerPanel answer={delivery.answer} />
    </>
  );
}
