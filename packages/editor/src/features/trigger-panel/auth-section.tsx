import type { JsonObject } from "@sluice/workflow/node-contract";
import { useTranslation } from "react-i18next";
import { Senders } from "../senders/senders.tsx";
import { PanelSection } from "./panel-section.tsx";

/** Who may call. */
export function AuthSection({ config }: { config: JsonObject }) {
  const { t } = useTranslation("senders");
  return (
    <PanelSection title={t("title")} hint={t("hint")} place="auth">
      <Senders config={config} />
    </PanelSection>
  );
}
