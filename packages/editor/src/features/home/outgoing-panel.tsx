import type { Overview } from "@sluice/api/schemas";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../i18n/format.ts";
import { Panel } from "../../ui/panel.tsx";
import { Facts } from "./facts.tsx";

/** Whether webhooks out arrive. */
export function OutgoingPanel({ subscriptions }: { subscriptions: Overview["subscriptions"] }) {
  const { t } = useTranslation("home");
  const format = useFormat();
  return (
    <Panel title={t("outgoing.title")}>
      <Facts
        facts={(["active", "failing", "disabled"] as const).map((id) => ({
          ...{ id, label: t(`outgoing.${id}`), value: format.number(subscriptions[id]), path: "/webhooks" },
          marked: id !== "active" && subscriptions[id] > 0,
        }))}
      />
    </Panel>
  );
}
