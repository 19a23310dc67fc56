import { isTriggerType, type TriggerTypeName } from "@sluice/workflow/document";
import {
  IconArrowGuide,
  IconBolt,
  IconCalendarClock,
  IconWebhook,
  type TablerIcon,
} from "@tabler/icons-react";

const icons: Readonly<Record<TriggerTypeName, TablerIcon>> = {
  webhook: IconWebhook,
  schedule: IconCalendarClock,
  event: IconBolt,
  call: IconArrowGuide,
};

/** The sign of a kind of trigger; that of a webhook for one that this version does not know. */
export function TriggerIcon({ type, size = 18 }: { type: string; size?: number }) {
  const Icon = icons[isTriggerType(type) ? type : "webhook"];
  return <Icon size={size} stroke={1.75} aria-hidden />;
}
