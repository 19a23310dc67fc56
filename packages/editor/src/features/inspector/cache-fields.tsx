import { Switch } from "@mantine/core";
import type { WorkflowNode } from "@sluice/workflow/document";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { useOpenDocumentStore } from "../../document/open-document-context.ts";
import { ExpressionField } from "../expression-field/expression-field.tsx";
import classes from "./inspector.module.css";
import { OptionalNumber } from "./optional-number.tsx";
import type { NodeEdits } from "./use-node-edits.ts";

/** Whether the output of a step is kept for the next executions, under which key and for how long. */
export function CacheFields({ cache, edits }: { cache: WorkflowNode["cache"]; edits: NodeEdits }) {
  const { t } = useTranslation("inspector");
  const id = useId();
  const store = useOpenDocumentStore();
  return (
    <div className={classes.field}>
      <Switch
        label={t("cache.label")}
        description={t("cache.help")}
        checked={cache !== undefined}
        onChange={(event) =>
          edits.set("cache", event.currentTarget.checked ? { key: "", ttlSeconds: 3600 } : undefined)
        }
      />
      {cache && (
        <div className={classes.nested}>
          <div className={classes.field}>
            <div className={classes.label} id={`${id}-label`}>
              {t("cache.key")}
            </div>
            <div className={classes.help} id={`${id}-help`}>
              {t("cache.keyHelp")}
            </div>
            <ExpressionField
              value={cache.key}
              mode="template"
              labelledBy={`${id}-label`}
              describedBy={`${id}-help`}
              placeholder="{{ trigger.customer }}"
              onChange={(key) => edits.set("cache", { ...cache, key }, "cache.key")}
              onBlur={store.endGroup}
            />
          </div>
          <OptionalNumber
            label={t("cache.ttl")}
            suffix=" s"
            min={1}
            max={31_536_000}
            placeholder="3600"
            value={cache.ttlSeconds}
            onChange={(ttlSeconds) =>
              ttlSeconds !== undefined && edits.set("cache", { ...cache, ttlSeconds }, "cache.ttl")
            }
            onBlur={store.endGroup}
          />
        </div>
      )}
    </div>
  );
}
