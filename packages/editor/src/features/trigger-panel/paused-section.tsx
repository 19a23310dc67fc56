import { Radio, Stack, VisuallyHidden } from "@mantine/core";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { useOpenDocument } from "../../document/open-document-context.ts";
import { type DraftStations, whenPaused } from "../../document/trigger-stations.ts";
import { Held } from "../held/held.tsx";
import { PanelSection } from "./panel-section.tsx";
import { PlaceFindings } from "./place-findings.tsx";
import type { StationEdits } from "./use-station-edits.ts";

export interface PausedSectionProps {
  readonly value: DraftStations["whenPaused"];
  readonly mode: "async" | "sync";
  readonly edits: StationEdits;
}

/** What senders get while the workflow is paused, and what has come meanwhile. */
export function PausedSection({ value, mode, edits }: PausedSectionProps) {
  const { t } = useTranslation("trigger");
  const id = useId();
  const { id: workflowId } = useOpenDocument((state) => state.workflow);
  return (
    <PanelSection summary={t(`paused.${value}`)} title={t("paused.title")} place="whenPaused">
      <Radio.Group
        label={<VisuallyHidden>{t("paused.title")}</VisuallyHidden>}
        aria-describedby={`${id}-found`}
        value={value}
        onChange={(next) => edits.set("whenPaused", next === "503" ? undefined : next)}
      >
        <Stack gap="xs">
          {whenPaused.map((one) => (
            <Radio
              key={one}
              value={one}
              label={t(`paused.${one}`)}
              description={t(one === "hold" && mode === "sync" ? "paused.holdSync" : `paused.${one}Hint`)}
            />
          ))}
        </Stack>
      </Radio.Group>
      <PlaceFindings id={`${id}-found`} at={["whenPaused"]} />
      <Held workflowId={workflowId} />
    </PanelSection>
  );
}
