import { SegmentedControl } from "@mantine/core";
import type { WorkflowDocument } from "@sluice/workflow/document";
import { useTranslation } from "react-i18next";
import { PanelSection } from "./panel-section.tsx";
import classes from "./trigger-panel.module.css";

export interface ModeSectionProps {
  readonly mode: WorkflowDocument["mode"];
  readonly onChange: (mode: WorkflowDocument["mode"]) => void;
}

/** Whether the sender waits for the workflow, with what that means. */
export function ModeSection({ mode, onChange }: ModeSectionProps) {
  const { t } = useTranslation("trigger");
  return (
    <PanelSection summary={t(`mode.${mode}`)} title={t("mode.title")}>
      <SegmentedControl
        fullWidth
        aria-label={t("mode.title")}
        value={mode}
        data={[
          { value: "async", label: t("mode.async") },
          { value: "sync", label: t("mode.sync") },
        ]}
        onChange={(value) => onChange(value === "sync" ? "sync" : "async")}
      />
      <p className={classes.hint}>{t(`mode.${mode}Hint`)}</p>
    </PanelSection>
  );
}
