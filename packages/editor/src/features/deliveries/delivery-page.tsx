import { Anchor, Skeleton } from "@mantine/core";
import type { Delivery } from "@sluice/api/schemas";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { ProblemState } from "../../api/problem-state.tsx";
import { useWorkflowNames } from "../../api/use-workflow-names.ts";
import { useFormat } from "../../i18n/format.ts";
import { PageBody, PageHeader } from "../../ui/page-header.tsx";
import { VerdictBadge } from "../verdict-badge/verdict-badge.tsx";
import { AnswerPanel } from "./answer-panel.tsx";
import { DeliveryActions } from "./delivery-actions.tsx";
import { RefusalPanel } from "./refusal-panel.tsx";
import { RelatedPanel } from "./related-panel.tsx";
import { RequestPanels } from "./request-panels.tsx";
import { StationPanel } from "./station-panel.tsx";
import { SummaryPanel } from "./summary-panel.tsx";
import { VariablesPanel } from "./variables-panel.tsx";

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
        actions={delivery === undefined ? undefined : <DeliveryActions delivery={delivery} />}
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

function DeliveryDetail({ delivery }: { delivery: Delivery }) {
  const { nameOf } = useWorkflowNames();
  return (
    <>
      <StationPanel delivery={delivery} />
      {delivery.verdict === "refused" && delivery.reason !== null && (
        <RefusalPanel delivery={delivery} reason={delivery.reason} />
      )}
      <SummaryPanel delivery={delivery} workflowName={nameOf(delivery.workflowId)} />
      <RelatedPanel delivery={delivery} />
      <VariablesPanel delivery={delivery} />
      <RequestPanels id={delivery.id} request={delivery.request} />
      <AnswerPanel answer={delivery.answer} />
    </>
  );
}
