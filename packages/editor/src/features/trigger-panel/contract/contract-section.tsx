import type { JsonObject } from "@sluice/workflow/node-contract";
import { useTranslation } from "react-i18next";
import type { DraftVariable } from "../../../document/trigger-config.ts";
import { PanelSection } from "../panel-section.tsx";
import contract from "./contract.module.css";
import { DriftNotice } from "./drift-notice.tsx";
import { SchemaField } from "./schema-field.tsx";
import { useContractEdits } from "./use-contract-edits.ts";

export interface ContractSectionProps {
  readonly config: JsonObject;
  readonly variables: readonly DraftVariable[];
  /** The example of the body, as pasted. */
  readonly body: string;
}

/** What a request must hold, and how real ones differ from it. */
export function ContractSection({ config, variables, body }: ContractSectionProps) {
  const { t } = useTranslation("contract");
  const edits = useContractEdits();
  const required = variables.filter((variable) => variable.required);
  return (
    <PanelSection title={t("title")} hint={t("hint")} place="contract">
      <DriftNotice variables={variables} edits={edits} />
      {required.length === 0 ? (
        <p className={contract.quiet}>{t("noRequired")}</p>
      ) : (
        <p className={contract.quiet}>
          {t("required", { count: required.length })} <code>{required.map(({ key }) => key).join(", ")}</code>
        </p>
      )}
      <SchemaField config={config} variables={variables} body={body} edits={edits} />
    </PanelSection>
  );
}
