import { NumberInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { defaultBodyBytes } from "../../document/trigger-config.ts";
import { PanelSection } from "./panel-section.tsx";
import type { TriggerEdits } from "./use-trigger-edits.ts";

export interface LimitsSectionProps {
  readonly bodyBytes: number | undefined;
  readonly edits: TriggerEdits;
}

const kibibyte = 1024;

/** The largest body. */
export function LimitsSection({ bodyBytes, edits }: LimitsSectionProps) {
  const { t } = useTranslation("trigger");
  return (
    <PanelSection title={t("limits.title")} place="limits">
      <NumberInput
        label={t("limits.body")}
        description={t("limits.bodyHelp")}
        suffix=" KiB"
        min={1 / kibibyte}
        decimalScale={3}
        placeholder={`${defaultBodyBytes / kibibyte} KiB`}
        value={bodyBytes === undefined ? "" : bodyBytes / kibibyte}
        onChange={(value) =>
          edits.setBodyBytes(
            typeof value === "number" && value > 0 ? Math.max(1, Math.round(value * kibibyte)) : undefined,
          )
        }
        onBlur={edits.endGroup}
      />
    </PanelSection>
  );
}
