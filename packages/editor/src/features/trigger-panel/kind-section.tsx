import { Select } from "@mantine/core";
import { isTriggerType, triggerTypes } from "@sluice/workflow/document";
import { useTranslation } from "react-i18next";
import { useOpenDocument, useOpenDocumentStore } from "../../document/open-document-context.ts";
import { firstConfig } from "../../document/trigger-kinds.ts";
import { useTriggerName } from "../trigger-kind/use-trigger-name.ts";
import { PanelSection } from "./panel-section.tsx";

/** How executions start. Another kind begins with its own settings; undo brings the old ones back. */
export function KindSection() {
  const { t } = useTranslation("trigger");
  const store = useOpenDocumentStore();
  const nameOf = useTriggerName();
  const trigger = useOpenDocument((state) => state.document.trigger);
  const known = isTriggerType(trigger.type);
  const choose = (type: string | null) => {
    if (type === null || !isTriggerType(type) || type === trigger.type) return;
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const config = firstConfig(type, trigger.config, zone);
    store.edit({ op: "set-trigger", type, config }, { label: { key: "trigger.kind" } });
  };
  return (
    <PanelSection title={t("kind.title")} hint={t(known ? `kind.${trigger.type}` : "kind.unknown")}>
      <Select
        aria-label={t("kind.title")}
        allowDeselect={false}
        data={[
          ...Object.keys(triggerTypes).map((value) => ({ value, label: nameOf(value) })),
          ...(known ? [] : [{ value: trigger.type, label: trigger.type }]),
        ]}
        value={trigger.type}
        onChange={choose}
      />
    </PanelSection>
  );
}
