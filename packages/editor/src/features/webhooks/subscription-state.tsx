import type { Subscription } from "@sluice/api/schemas";
import { useTranslation } from "react-i18next";
import { StatusBadge } from "../../ui/status-badge.tsx";

const tones = { active: "success", inactive: "neutral", disabled: "danger", failing: "warning" } as const;

/** Whether messages go out, and whether they arrive. */
export function SubscriptionState({ subscription }: { subscription: Subscription }) {
  const { t } = useTranslation("webhooks");
  const { active, disabledAt, failingSince } = subscription;
  const state = active
    ? failingSince === null
      ? "active"
      : "failing"
    : disabledAt === null
      ? "inactive"
      : "disabled";
  return <StatusBadge tone={tones[state]}>{t(`states.${state}`)}</StatusBadge>;
}
