import { SegmentedControl, Textarea, TextInput } from "@mantine/core";
import { IconSettings } from "@tabler/icons-react";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { useOpenDocument, useOpenDocumentStore } from "../../document/open-document-context.ts";
import { ScrollingFields } from "../../ui/scrolling-fields.tsx";
import { ConcurrencyFields } from "./concurrency-fields.tsx";
import { ErrorWorkflowField } from "./error-workflow-field.tsx";
import classes from "./inspector.module.css";
import { OptionalNumber } from "./optional-number.tsx";
import { SearchKeysField } from "./search-keys-field.tsx";
import { useWorkflowEdits } from "./use-workflow-edits.ts";

/** Settings of the workflow as a whole; shown while nothing is selected. */
export function WorkflowPanel() {
  const frozen = useOpenDocument((state) => state.readOnly);
  const { t } = useTranslation("inspector");
  const modeId = useId();
  const store = useOpenDocumentStore();
  const edits = useWorkflowEdits();
  const { name, description, mode, settings } = useOpenDocument((state) => state.document);
  return (
    <>
      <header className={classes.head} data-kind="workflow">
        <span className={classes.tile}>
          <IconSettings size={18} stroke={1.75} aria-hidden />
        </span>
        <div className={classes.titles}>
          <h2>{t("workflow.title")}</h2>
          <p>{t("workflow.hint")}</p>
        </div>
      </header>
      <ScrollingFields className={classes.body} frozen={frozen}>
        <TextInput
          label={t("workflow.name")}
          value={name}
          maxLength={200}
          error={name.trim() === "" ? t("workflow.nameMissing") : undefined}
          onChange={(event) => edits.setName(event.currentTarget.value)}
          onBlur={store.endGroup}
        />
        <Textarea
          label={t("workflow.description")}
          value={description ?? ""}
          autosize
          minRows={2}
          maxRows={12}
          maxLength={10_000}
          onChange={(event) => edits.setDescription(event.currentTarget.value)}
          onBlur={store.endGroup}
        />
        <div className={classes.field}>
          <div className={classes.label} id={modeId}>
            {t("workflow.mode")}
          </div>
          <SegmentedControl
            aria-labelledby={modeId}
            value={mode}
            data={[
              { value: "async", label: t("workflow.async") },
              { value: "sync", label: t("workflow.sync") },
            ]}
            onChange={(value) => edits.setMode(value === "sync" ? "sync" : "async")}
          />
          <div className={classes.help}>{t(`workflow.${mode}Help`)}</div>
        </div>
        <OptionalNumber
          label={t("workflow.timeout")}
          description={t("workflow.timeoutHelp")}
          suffix=" s"
          min={1}
          max={15_552_000}
          placeholder="300"
          value={settings?.timeoutSeconds}
          onChange={(seconds) => edits.setSetting("timeoutSeconds", seconds)}
          onBlur={store.endGroup}
        />
        <ConcurrencyFields
          value={settings?.concurrency}
          onChange={(value, field) => edits.setSetting("concurrency", value, field)}
        />
        <SearchKeysField
          value={settings?.searchKeys}
          onChange={(value) => edits.setSetting("searchKeys", value)}
          onBlur={store.endGroup}
        />
        <ErrorWorkflowField
          value={settings?.errorWorkflow}
          onChange={(value) => edits.setSetting("errorWorkflow", value)}
        />
      </ScrollingFields>
    </>
  );
}
