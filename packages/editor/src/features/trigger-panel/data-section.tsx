import type { JsonObject } from "@sluice/workflow/node-contract";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { readExamples } from "../../document/merge-examples.ts";
import { readTrigger } from "../../document/trigger-config.ts";
import { VariablesSection } from "../variables/variables.tsx";
import { PanelSection } from "./panel-section.tsx";

const noExample = readExamples({ query: "", headers: "", body: "" });
const nothingNew: ReadonlySet<string> = new Set();

/** The variables taken from the data of an event, or from what another workflow hands over. */
export function DataSection({ config, kind }: { config: JsonObject; kind: "event" | "call" }) {
  const { t } = useTranslation(["variables", "trigger"]);
  const { variables } = useMemo(() => readTrigger(config), [config]);
  return (
    <PanelSection
      title={t("title")}
      count={variables.length}
      hint={t(`trigger:data.${kind}`)}
      place="variables"
    >
      <VariablesSection variables={variables} reading={noExample} added={nothingNew} sources={["body"]} />
    </PanelSection>
  );
}
