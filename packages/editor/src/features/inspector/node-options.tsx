import { Select, Switch, Textarea } from "@mantine/core";
import type { WorkflowNode } from "@sluice/workflow/document";
import type { NodeDefinition } from "@sluice/workflow/node-contract";
import { useTranslation } from "react-i18next";
import { useOpenDocumentStore } from "../../document/open-document-context.ts";
import { useKeptText } from "../../document/use-kept-text.ts";
import { Fold } from "../../ui/fold.tsx";
import { CacheFields } from "./cache-fields.tsx";
import classes from "./inspector.module.css";
import { KeyField } from "./key-field.tsx";
import { OptionalNumber } from "./optional-number.tsx";
import { RetryFields } from "./retry-fields.tsx";
import type { NodeEdits } from "./use-node-edits.ts";

export interface NodeOptionsProps {
  readonly nodeKey: string;
  readonly node: WorkflowNode;
  readonly definition: NodeDefinition | undefined;
  readonly edits: NodeEdits;
}

/** What every node can be told besides its settings: failing, trying again, time, cache, joining, key, note. */
export function NodeOptions({ nodeKey, node, definition, edits }: NodeOptionsProps) {
  const { t } = useTranslation("inspector");
  const store = useOpenDocumentStore();
  const container = definition?.container !== undefined;
  const refused = useKeptText(["nodes", nodeKey, "key"]).text !== null;
  return (
    <>
      <Fold className={classes.section} title={t("node.failing")} data-option="failing">
        <div className={classes.sectionFields}>
          <Select
            label={t("node.onError")}
            description={t("node.onErrorHelp")}
            allowDeselect={false}
            data={(["stop", "continue", "branch"] as const).map((value) => ({
              value,
              label: t(`onError.${value}`),
            }))}
            value={node.onError ?? "stop"}
            onChange={(value) =>
              edits.set("onError", value === "stop" ? undefined : (value as "continue" | "branch"))
            }
          />
          {!container && (
            <>
              <RetryFields retry={node.retry} edits={edits} />
              <OptionalNumber
                label={t("node.timeout")}
                description={t("node.timeoutHelp")}
                suffix=" s"
                min={0.1}
                max={3600}
                decimals
                placeholder="60"
                value={node.timeoutSeconds}
                onChange={(value) => edits.set("timeoutSeconds", value, "timeout")}
                onBlur={store.endGroup}
              />
            </>
          )}
        </div>
      </Fold>
      <Fold className={classes.section} title={t("node.more")} opensAtFirst={refused}>
        <div className={classes.sectionFields}>
          <KeyField nodeKey={nodeKey} onRename={edits.rename} />
          <Select
            label={t("node.join")}
            description={t("node.joinHelp")}
            allowDeselect={false}
            data={(["all", "any", "race"] as const).map((value) => ({ value, label: t(`join.${value}`) }))}
            value={node.join ?? "all"}
            onChange={(value) => edits.set("join", value === "all" ? undefined : (value as "any" | "race"))}
          />
          {!container && <CacheFields cache={node.cache} edits={edits} />}
          <Switch
            label={t("node.disabled")}
            description={t(container ? "node.disabledContainerHelp" : "node.disabledHelp")}
            checked={node.disabled ?? false}
            onChange={(event) => edits.set("disabled", event.currentTarget.checked || undefined)}
          />
          <Textarea
            label={t("node.note")}
            autosize
            minRows={2}
            maxRows={10}
            maxLength={2000}
            value={node.note ?? ""}
            onChange={(event) => edits.set("note", event.currentTarget.value || undefined, "note")}
            onBlur={store.endGroup}
          />
        </div>
      </Fold>
    </>
  );
}
