import { useTranslation } from "react-i18next";
import { useOpenDocument } from "../../document/open-document-context.ts";
import { lazyPart } from "../../ui/lazy-part.tsx";
import { ScrollingFields } from "../../ui/scrolling-fields.tsx";
import { SendTest } from "../send-test/send-test.tsx";
import { TriggerIcon } from "../trigger-kind/trigger-kind.tsx";
import { useTriggerName } from "../trigger-kind/use-trigger-name.ts";
import { DataSection } from "./data-section.tsx";
import { EventSection } from "./event-section.tsx";
import { KindSection } from "./kind-section.tsx";
import classes from "./trigger-panel.module.css";
import { WebhookSections } from "./webhook-sections.tsx";

// The words for a schedule and its times are needed by nobody else.
const ScheduleSection = lazyPart(async () => (await import("./schedule-section.tsx")).ScheduleSection);

/** Everything about what starts the open workflow. Stands in the inspector's place. */
export function TriggerPanel() {
  const { t } = useTranslation("trigger");
  const frozen = useOpenDocument((state) => state.readOnly);
  const { type, config } = useOpenDocument((state) => state.document.trigger);
  const nameOf = useTriggerName();
  return (
    <>
      <header className={classes.head} data-kind="trigger">
        <span className={classes.tile}>
          <TriggerIcon type={type} />
        </span>
        <div className={classes.titles}>
          <h2>{nameOf(type)}</h2>
          <p>{t("subtitle")}</p>
        </div>
        {type === "webhook" && <SendTest />}
      </header>
      <ScrollingFields className={classes.body} frozen={frozen}>
        <KindSection />
        {type === "webhook" && <WebhookSections config={config} />}
        {type === "schedule" && <ScheduleSection />}
        {type === "event" && (
          <>
            <EventSection />
            <DataSection config={config} kind="event" />
          </>
        )}
        {type === "call" && <DataSection config={config} kind="call" />}
      </ScrollingFields>
    </>
  );
}
