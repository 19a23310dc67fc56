import { NumberInput, Select, Stack, Switch, TagsInput, Textarea, TextInput } from "@mantine/core";
import { subscriptionFormats } from "@sluice/api/schemas";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { HeaderFields } from "./header-fields.tsx";
import { ScheduleField } from "./schedule-field.tsx";
import {
  type FieldFault,
  isElsewhere,
  type SubscriptionDraft,
  type SubscriptionField,
  wrongEvents,
} from "./subscription-draft.ts";
import classes from "./webhooks.module.css";

export interface SubscriptionFieldsProps {
  readonly draft: SubscriptionDraft;
  /** What is changed, as it was when the form opened; undefined: a new one is made. */
  readonly before: SubscriptionDraft | undefined;
  /** What is said at a field. */
  readonly faults: ReadonlyMap<SubscriptionField, FieldFault>;
  /** What the API said of it. */
  readonly refusals: ReadonlyMap<SubscriptionField, string>;
  readonly onChange: (part: Partial<SubscriptionDraft>) => void;
}

/** Where, what and how; the rest is folded away. */
export function SubscriptionFields({ draft, before, faults, refusals, onChange }: SubscriptionFieldsProps) {
  const { t } = useTranslation("webhooks");
  const isNew = before === undefined;
  const elsewhere = before !== undefined && isElsewhere(before.url, draft.url);
  const asksAnew = elsewhere && draft.headers.some(({ stored, value }) => stored && value === "");
  const available = useQuery(api.webhooks.available.queryOptions({ input: { limit: 200 } }));
  const fault = (field: SubscriptionField) => {
    const found = faults.get(field);
    if (found === undefined) return refusals.get(field) ?? null;
    return t(`faults.${found}`, { names: wrongEvents(draft.events).join(", ") });
  };
  const known = available.data?.items.map(({ type }) => type) ?? [];
  return (
    <>
      <TextInput
        label={t("url")}
        description={t(asksAnew ? "urlElsewhere" : "urlHint")}
        placeholder={t("urlPlaceholder")}
        required
        withAsterisk={false}
        spellCheck={false}
        data-autofocus
        data-field="url"
        error={fault("url")}
        value={draft.url}
        onChange={(event) => onChange({ url: event.currentTarget.value })}
      />
      <TagsInput
        label={t("events")}
        description={t("eventsHint")}
        placeholder={draft.events.length === 0 ? "order.*" : ""}
        data={known}
        splitChars={[",", " ", ";"]}
        acceptValueOnBlur
        maxTags={100}
        // Below the field, what is wrong would be covered by what can be chosen.
        inputWrapperOrder={["label", "description", "error", "input"]}
        data-field="events"
        error={fault("events")}
        value={[...draft.events]}
        onChange={(events) => onChange({ events })}
      />
      <Select
        label={t("format")}
        description={t(`formatHints.${draft.format ?? "instance"}`)}
        allowDeselect={false}
        data={[...(isNew ? (["instance"] as const) : []), ...subscriptionFormats].map((value) => ({
          value,
          label: t(`formats.${value}`),
        }))}
        value={draft.format ?? "instance"}
        onChange={(value) => onChange({ format: subscriptionFormats.find((one) => one === value) ?? null })}
      />
      {isNew && draft.format === "standard" && (
        <Select
          label={t("signing.label")}
          description={t(`signing.hints.${draft.signing}`)}
          allowDeselect={false}
          data={(["v1", "v1a"] as const).map((value) => ({ value, label: t(`signing.kinds.${value}`) }))}
          value={draft.signing}
          onChange={(value) => onChange({ signing: value === "v1a" ? "v1a" : "v1" })}
        />
      )}
      {isNew && draft.format !== "plain" && !(draft.format === "standard" && draft.signing === "v1a") && (
        <TextInput
          label={t("secret")}
          description={t("secretHint")}
          spellCheck={false}
          data-field="secret"
          error={fault("secret")}
          value={draft.secret}
          onChange={(event) => onChange({ secret: event.currentTarget.value })}
        />
      )}
      <Textarea
        label={t("description")}
        description={t("descriptionHint")}
        autosize
        maxRows={4}
        maxLength={2000}
        value={draft.description}
        onChange={(event) => onChange({ description: event.currentTarget.value })}
      />
      {isNew && (
        <Switch
          label={t("active")}
          description={t("activeHint")}
          checked={draft.active}
          onChange={(event) => onChange({ active: event.currentTarget.checked })}
        />
      )}
      <details className={classes.more}>
        <summary>{t("more")}</summary>
        <Stack gap="md" mt="sm">
          <HeaderFields
            headers={draft.headers}
            elsewhere={elsewhere}
            fault={fault}
            onChange={(headers) => onChange({ headers })}
          />
          <Switch
            label={t("ordered")}
            description={t("orderedHint")}
            checked={draft.ordered}
            onChange={(event) => onChange({ ordered: event.currentTarget.checked })}
          />
          <Select
            label={t("disableRule")}
            allowDeselect={false}
            data={(["health", "strict"] as const).map((value) => ({
              value,
              label: t(`disableRules.${value}`),
            }))}
            value={draft.disableRule}
            onChange={(value) => onChange({ disableRule: value === "strict" ? "strict" : "health" })}
          />
          <ScheduleField value={draft.schedule ?? null} onChange={(schedule) => onChange({ schedule })} />
          <NumberInput
            label={t("perMinute")}
            description={t("perMinuteHint")}
            data-field="perMinute"
            min={1}
            max={100_000}
            allowDecimal={false}
            value={draft.perMinute ?? ""}
            onChange={(value) =>
              onChange({ perMinute: typeof value === "number" && value > 0 ? value : null })
            }
          />
        </Stack>
      </details>
    </>
  );
}
