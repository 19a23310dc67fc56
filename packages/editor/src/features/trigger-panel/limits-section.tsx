import { NativeSelect } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { DraftTrigger } from "../../document/trigger-config.ts";
import { PanelSection } from "./panel-section.tsx";
import type { TriggerEdits } from "./use-trigger-edits.ts";

export interface LimitsSectionProps {
  readonly whenPaused: DraftTrigger["whenPaused"];
  readonly edits: TriggerEdits;
}

/** What is answered while the workflow is paused. */
export function LimitsSection({ whenPaused, edits }: LimitsSectionProps) {
  const { t } = useTranslation("trigger");
  return (
    <PanelSection title={t("limits.title")} place="whenPaused">
      <NativeSelect
        label={t("limits.whenPaused")}
        data={(["503", "404"] as const).map((value) => ({ value, label: t(`limits.paused${value}`) }))}
        value={whenPaused}
        onChange={(event) => edits.setWhenPaused(event.currentTarget.value === "404" ? "404" : "503")}
      />
    </PanelSection>
  );
}
