import type { DeliverySummary } from "@sluice/api/schemas";
import { useTranslation } from "react-i18next";
import { StatusBadge } from "../../ui/status-badge.tsx";

export function VerdictBadge({ verdict }: Pick<DeliverySummary, "verdict">) {
  const { t } = useTranslation("deliveries");
  return (
    <StatusBadge tone={verdict === "accepted" ? "success" : "danger"}>{t(`verdict.${verdict}`)}</StatusBadge>
  );
}
