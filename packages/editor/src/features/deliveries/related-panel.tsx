import type { Delivery, DeliverySummary } from "@sluice/api/schemas";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { KeyValueTable } from "../../ui/key-value-table.tsx";
import { Panel } from "../../ui/panel.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { VerdictBadge } from "../verdict-badge/verdict-badge.tsx";

const most = 20;

/** What a delivery runs again or repeats, and what runs or repeats it; nothing where there is neither. */
export function RelatedPanel({ delivery: { id, replayOf, duplicateOf } }: { delivery: Delivery }) {
  const { t } = useTranslation("deliveries");
  const replays = useQuery(api.deliveries.list.queryOptions({ input: { replayOf: id, limit: most } }));
  const duplicates = useQuery(api.deliveries.list.queryOptions({ input: { duplicateOf: id, limit: most } }));
  const rows = [
    ...(replayOf === null ? [] : [{ id: "of", name: t("related.replayOf"), value: <To id={replayOf} /> }]),
    ...(duplicateOf === null
      ? []
      : [{ id: "duplicate", name: t("related.duplicateOf"), value: <To id={duplicateOf} /> }]),
    ...linesOf(t("related.replay"), replays.data?.items),
    ...linesOf(t("related.duplicate"), duplicates.data?.items),
  ];
  if (rows.length === 0) return null;
  return (
    <Panel title={t("related.title")}>
      <KeyValueTable rows={rows} />
    </Panel>
  );
}

function linesOf(name: string, items: readonly DeliverySummary[] = []) {
  return items.map(({ id, receivedAt, verdict }) => ({
    ...{ id, name },
    value: (
      <>
        <Link to="/deliveries/$id" params={{ id }}>
          <RelativeTime iso={receivedAt} />
        </Link>{" "}
        <VerdictBadge verdict={verdict} />
      </>
    ),
  }));
}

function To({ id }: { id: string }) {
  return (
    <Link to="/deliveries/$id" params={{ id }} className="sluice-mono">
      {id}
    </Link>
  );
}
