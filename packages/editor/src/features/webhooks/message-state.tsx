import type { MessageSummary } from "@sluice/api/schemas";
import { useTranslation } from "react-i18next";
import { StatusBadge } from "../../ui/status-badge.tsx";

const tones = { pending: "info", delivered: "success", failed: "danger" } as const;

/** Whether a message waits, arrived, or never will. */
export function MessageState({ status }: Pick<MessageSummary, "status">) {
  const { t } = useTranslation("webhooks");
  return <StatusBadge tone={tones[status]}>{t(`messages.states.${status}`)}</StatusBadge>;
}
