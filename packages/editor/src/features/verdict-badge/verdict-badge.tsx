import type { DeliverySummary } from "@sluice/api/schemas";
import { useTranslation } from "react-i18next";
import { StatusBadge } from "../../ui/status-badge.tsx";

const tones = {
  accepted: "success",
  refused: "danger",
  filtered: "neutral",
  duplicate: "neutral",
  held: "warning",
} as const satisfies Record<DeliverySummary["verdict"], unknown>;

export function VerdictBadge({ verdict }: Pick<DeliverySummary, "verdict">) {
  const { t } = useTranslation("deliveries");
  return <StatusBadge tone={tones[verdict]}>{t(`verdict.${verdict}`)}</StatusBadge>;
}
