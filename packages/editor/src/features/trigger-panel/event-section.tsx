import { TagsInput } from "@mantine/core";
import { eventPatternSchema } from "@sluice/workflow/document";
import { useTranslation } from "react-i18next";
import { useOpenDocument, useOpenDocumentStore } from "../../document/open-document-context.ts";
import { readEventTypes } from "../../document/trigger-kinds.ts";
import { PanelSection } from "./panel-section.tsx";

/** Which events start the workflow. */
export function EventSection() {
  const { t } = useTranslation("trigger");
  const store = useOpenDocumentStore();
  const config = useOpenDocument((state) => state.document.trigger.config);
  const types = readEventTypes(config);
  const wrong = types.filter((type) => !eventPatternSchema.safeParse(type).success);
  return (
    <PanelSection title={t("event.title")} hint={t("event.hint")} place="types">
      <TagsInput
        label={t("event.types")}
        description={t("event.typesHelp")}
        placeholder={types.length === 0 ? "order.paid" : ""}
        maxTags={50}
        splitChars={[",", " "]}
        acceptValueOnBlur
        error={wrong.length > 0 ? t("event.wrong", { types: wrong.join(", ") }) : undefined}
        value={[...types]}
        onChange={(value) =>
          store.edit({ op: "set-trigger", set: { types: value } }, { label: { key: "trigger.event" } })
        }
      />
    </PanelSection>
  );
}
