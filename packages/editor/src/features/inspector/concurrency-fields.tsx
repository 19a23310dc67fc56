import { Select, Switch } from "@mantine/core";
import type { WorkflowDocument } from "@sluice/workflow/document";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { useOpenDocumentStore } from "../../document/open-document-context.ts";
import { ExpressionField } from "../expression-field/expression-field.tsx";
import classes from "./inspector.module.css";
import { OptionalNumber } from "./optional-number.tsx";

type Concurrency = NonNullable<NonNullable<WorkflowDocument["settings"]>["concurrency"]>;

export interface ConcurrencyFieldsProps {
  readonly value: Concurrency | undefined;
  /** `field` names the step of the history. */
  readonly onChange: (value: Concurrency | undefined, field: string) => void;
}

/** How many executions of one key go on at once, and what becomes of the others. */
export function ConcurrencyFields({ value, onChange }: ConcurrencyFieldsProps) {
  const { t } = useTranslation("inspector");
  const id = useId();
  const store = useOpenDocumentStore();
  return (
    <div className={classes.field}>
      <Switch
        label={t("concurrency.label")}
        description={t("concurrency.help")}
        checked={value !== undefined}
        onChange={(event) =>
          onChange(
            event.currentTarget.checked ? { key: "", limit: 1, whenFull: "queue" } : undefined,
            "concurrency",
          )
        }
      />
      {value && (
        <div className={classes.nested}>
          <OptionalNumber
            label={t("concurrency.limit")}
            min={1}
            max={1000}
            placeholder="1"
            value={value.limit}
            onChange={(limit) => limit !== undefined && onChange({ ...value, limit }, "concurrency.limit")}
            onBlur={store.endGroup}
          />
          <div className={classes.field}>
            <div className={classes.label} id={`${id}-label`}>
              {t("concurrency.key")}
            </div>
            <div className={classes.help} id={`${id}-help`}>
              {t("concurrency.keyHelp")}
            </div>
            <ExpressionField
              value={value.key}
              mode="template"
              labelledBy={`${id}-label`}
              describedBy={`${id}-help`}
              placeholder="{{ trigger.customer }}"
              onChange={(key) => onChange({ ...value, key }, "concurrency.key")}
              onBlur={store.endGroup}
            />
          </div>
          <Select
            label={t("concurrency.whenFull")}
            description={t(`concurrency.${value.whenFull}Help`)}
            allowDeselect={false}
            data={(["queue", "refuse"] as const).map((one) => ({
              value: one,
              label: t(`concurrency.${one}`),
            }))}
            value={value.whenFull}
            onChange={(one) =>
              onChange({ ...value, whenFull: one === "refuse" ? "refuse" : "queue" }, "concurrency.whenFull")
            }
          />
        </div>
      )}
    </div>
  );
}
