import {
  IconArrowGuide,
  IconBolt,
  IconCalendarClock,
  IconWebhook,
  type TablerIcon,
} from "@tabler/icons-react";
import { isTriggerKind, type TriggerKind } from "../../document/trigger-kinds.ts";

const icons: Readonly<Record<TriggerKind, TablerIcon>> = {
  webhook: IconWebhook,
  schedule: IconCalendarClock,
  event: IconBolt,
  call: IconArrowGuide,
};

/** The sign of a kind of trigger; that of a webhook for one that this version does not know. */
export function TriggerIcon({ type, size = 18 }: { type: string; size?: number }) {
  const Icon = icons[isTriggerKind(type) ? type : "webhook"];
  return <Icon size={size} stroke={1.75} aria-hidden />;
}
