import type { Overview } from "@sluice/api/schemas";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../i18n/format.ts";
import { Panel } from "../../ui/panel.tsx";
import { Facts } from "./facts.tsx";

/** Counts end there. */
const mostCounted = 10_000;
/** The oldest that is due is worth a word from then on, in seconds. */
const noticedSeconds = 2;

/** What waits, and for what. */
export function WaitingPanel({ waiting }: { waiting: Overview["waiting"] }) {
  const { t } = useTranslation("home");
  const format = useFormat();
  const { queued, oldestSeconds, running, asleep, atLimit, keys, approvals, held } = waiting;
  const counted = (value: number) =>
    value > mostCounted ? t("atLeast", { count: format.number(mostCounted) }) : format.number(value);
  const late = oldestSeconds >= noticedSeconds;
  return (
    <Panel title={t("waiting.title")}>
      <Facts
        facts={[
          {
            ...{ id: "queued", label: t("waiting.queued"), value: counted(queued), marked: late },
            path: "/executions?status=queued",
            ...(late ? { note: t("waiting.oldest", { span: format.span(oldestSeconds * 1000) }) } : {}),
          },
          {
            ...{ id: "running", label: t("waiting.running"), value: counted(running) },
            path: "/executions?status=running",
          },
          {
            ...{ id: "asleep", label: t("waiting.asleep"), value: counted(asleep) },
            path: "/executions?status=waiting",
          },
          {
            ...{ id: "limit", label: t("waiting.atLimit"), value: counted(atLimit) },
            path: "/executions?status=queued",
            ...(keys.length === 0
              ? {}
              : {
                  note: keys
                    .map(({ key, waiting: many, limit }) =>
                      t("waiting.key", { waiting: many, key: key.slice(key.indexOf("/") + 1), limit }),
                    )
                    .join(" · "),
                }),
          },
          {
            ...{ id: "approvals", label: t("waiting.approvals"), value: counted(approvals) },
            path: "/approvals",
          },
          {
            ...{ id: "held", label: t("waiting.held"), value: counted(held) },
            path: "/deliveries?verdict=held",
          },
        ]}
      />
    </Panel>
  );
}
