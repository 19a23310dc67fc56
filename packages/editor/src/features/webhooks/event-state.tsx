import type { EventSummary } from "@sluice/api/schemas";
import { useTranslation } from "react-i18next";
import { StatusBadge } from "../../ui/status-badge.tsx";

/** What kept an event from starting what listens to it; nothing where all went well. */
export function EventState({ event }: { event: EventSummary }) {
  const { t } = useTranslation("webhooks");
  if (event.stopped !== null) return <StatusBadge tone="warning">{t("published.loop")}</StatusBadge>;
  if (event.refused > 0)
    return <StatusBadge tone="danger">{t("published.refused", { count: event.refused })}</StatusBadge>;
  return event.fannedOutAt === null && <StatusBadge tone="neutral">{t("published.waits")}</StatusBadge>;
}
