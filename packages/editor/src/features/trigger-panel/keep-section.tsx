import { Radio, Stack, VisuallyHidden } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useOpenDocumentStore } from "../../document/open-document-context.ts";
import { selectNode } from "../../document/selection.ts";
import { type DraftStations, keeps } from "../../document/trigger-stations.ts";
import { useNodeName } from "../node-card/use-node-name.ts";
import { nodeOf, useFindings } from "../problems/use-findings.ts";
import { PanelSection } from "./panel-section.tsx";
import classes from "./trigger-panel.module.css";
import type { StationEdits } from "./use-station-edits.ts";

/** What is kept of a request once its execution has ended. */
export function KeepSection({ value, edits }: { value: DraftStations["keep"]; edits: StationEdits }) {
  const { t } = useTranslation("trigger");
  return (
    <PanelSection summary={t(`keep.${value}`)} title={t("keep.title")} place="keep">
      <Radio.Group
        label={<VisuallyHidden>{t("keep.title")}</VisuallyHidden>}
        value={value}
        onChange={(next) => edits.set("keep", next === "everything" ? undefined : next)}
      >
        <Stack gap="xs">
          {keeps.map((one) => (
            <Radio key={one} value={one} label={t(`keep.${one}`)} description={t(`keep.${one}Hint`)} />
          ))}
        </Stack>
      </Radio.Group>
      {value === "variables" && <BodyReaders />}
    </PanelSection>
  );
}

/** The nodes that read the body which is not kept. */
function BodyReaders() {
  const { t } = useTranslation("trigger");
  const store = useOpenDocumentStore();
  const nameOf = useNodeName();
  const found = useFindings().all.filter(({ code }) => code === "body-not-kept");
  const keys = [...new Set(found.flatMap((finding) => nodeOf(finding) ?? []))];
  if (keys.length === 0) return null;
  return (
    <div>
      <div className={classes.label}>{t("keep.readers", { count: keys.length })}</div>
      <ul className={classes.findings}>
        {keys.map((key) => (
          <li key={key}>
            <button type="button" onClick={() => store.select(selectNode(key))}>
              <IconAlertTriangle size={15} aria-hidden />
              <span>{nameOf(key)}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
