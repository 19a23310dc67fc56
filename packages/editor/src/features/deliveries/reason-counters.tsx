import { Button, Group } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { useCodeText } from "../../api/problem-text.ts";
import { useFormat } from "../../i18n/format.ts";

/** Counters that are shown. */
const most = 8;

/** How many requests were turned away, by reason, since the workflow was made: a click shows those that are kept. */
export function ReasonCounters(props: {
  readonly workflowId: string | undefined;
  readonly reason: string | undefined;
  readonly onReason: (reason: string | undefined) => void;
}) {
  const { workflowId, reason, onReason } = props;
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
      {items.map((item) => (
        <Button
          key={item.reason}
          size="compact-sm"
          variant={item.reason === reason ? "filled" : "default"}
          aria-pressed={item.reason === reason}
          title={t("countersSince")}
          onClick={() => onReason(item.reason === reason ? undefined : item.reason)}
        >
          {t("counter", { reason: codeText(item.reason).title, count: format.number(item.count) })}
        </Button>
      ))}
    </Group>
  );
}
