import { Checkbox, Stack } from "@mantine/core";
import { type BodyKind, bodyKinds } from "@sluice/workflow/document";
import { useTranslation } from "react-i18next";
import { PanelSection } from "./panel-section.tsx";
import type { TriggerEdits } from "./use-trigger-edits.ts";

export interface BodiesSectionProps {
  readonly accept: readonly BodyKind[];
  readonly edits: TriggerEdits;
}

/** What a body may be: JSON, and by choice forms, text and files. */
export function BodiesSection({ accept, edits }: BodiesSectionProps) {
  const { t } = useTranslation("trigger");
  const change = (kinds: readonly string[]) =>
    edits.setAccept(bodyKinds.filter((kind) => kinds.includes(kind)));
  return (
    <PanelSection
      summary={accept.map((kind) => t(`bodies.${kind}`)).join(", ")}
      title={t("bodies.title")}
      hint={t("bodies.hint")}
      place="accept"
    >
      <Checkbox.Group aria-label={t("bodies.title")} value={[...accept]} onChange={change}>
        <Stack gap="xs">
          {bodyKinds.map((kind) => (
            <Checkbox
              key={kind}
              value={kind}
              label={t(`bodies.${kind}`)}
              description={t(`bodies.${kind}Help`)}
              disabled={accept.length === 1 && accept[0] === kind}
            />
          ))}
        </Stack>
      </Checkbox.Group>
    </PanelSection>
  );
}
