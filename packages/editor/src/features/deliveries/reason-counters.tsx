import { Button, Group } from "@mantine/core";
import { verdicts } from "@sluice/api/schemas";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { useCodeText } from "../../api/problem-text.ts";
import { useFormat } from "../../i18n/format.ts";
import type { DeliverySearch } from "./delivery-search.ts";

/** Counters that are shown. */
const most = 8;

/** How many requests were turned away, by reason, since the workflow was made: a click shows those that are kept. */
export function ReasonCounters(props: {
  readonly search: DeliverySearch;
  readonly onChange: (next: DeliverySearch) => void;
}) {
  const { search, onChange } = props;
  const { workflowId } = search;
  const { t } = useTranslation("deliveries");
  const codeText = useCodeText();
  const format = useFormat();
  const { data } = useQuery(
    api.deliveries.counters.queryOptions({ input: workflowId === undefined ? {} : { workflowId } }),
  );
  const items = (data?.items ?? []).slice(0, most);
  if (items.length === 0) return null;
  return (
    <Group gap={6} mb="sm" role="group" aria-label={t("counters")}>
      {items.map(({ reason, count }) => {
        // What is filtered or a duplicate is counted by its verdict: no reason stands in those deliveries.
        const verdict = verdicts.find((known) => known === reason);
        const isChosen = verdict ? search.verdict === verdict && !search.reason : search.reason === reason;
        const filter = verdict ? { verdict, reason: undefined } : { reason, verdict: undefined };
        const title = verdict ? t(`verdict.${verdict}`) : codeText(reason).title;
        return (
          <Button
            key={reason}
            size="compact-sm"
            variant={isChosen ? "filled" : "default"}
            aria-pressed={isChosen}
            title={t("countersSince")}
            onClick={() => onChange(isChosen ? { verdict: undefined, reason: undefined } : filter)}
          >
            {t("counter", { reason: title, count: format.number(count) })}
          </Button>
        );
      })}
    </Group>
  );
}
