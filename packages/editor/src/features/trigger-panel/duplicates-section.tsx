import { Button, NativeSelect, NumberInput, Radio, Stack, Switch } from "@mantine/core";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import {
  type DraftStations,
  type WindowUnit,
  windowUnitOf,
  windowUnits,
} from "../../document/trigger-stations.ts";
import { ExpressionField } from "../expression-field/expression-field.tsx";
import { PanelSection } from "./panel-section.tsx";
import { PlaceFindings } from "./place-findings.tsx";
import classes from "./trigger-panel.module.css";
import type { StationEdits } from "./use-station-edits.ts";

/** Keys that many senders give: what they mean stands in their documentation. */
const common = [
  '{{ request.headers["webhook-id"] }}',
  '{{ request.headers["idempotency-key"] }}',
  "{{ request.body.id }}",
];
const mostSeconds = 31_536_000;

type Dedupe = NonNullable<DraftStations["dedupe"]>;

/** By what a request is known to have come before, for how long, and what the second one is answered. */
export function DuplicatesSection({ dedupe, edits }: { dedupe: Dedupe | undefined; edits: StationEdits }) {
  const { t } = useTranslation("trigger");
  return (
    <PanelSection
      summary={dedupe ? dedupe.key : t("fold.off")}
      title={t("duplicates.title")}
      hint={t("duplicates.hint")}
      place="dedupe"
    >
      <Switch
        label={t("duplicates.on")}
        checked={dedupe !== undefined}
        onChange={(event) => edits.set("dedupe", event.currentTarget.checked ? { key: "" } : undefined)}
      />
      {dedupe !== undefined && <DedupeFields dedupe={dedupe} edits={edits} />}
    </PanelSection>
  );
}

function DedupeFields({ dedupe, edits }: { dedupe: Dedupe; edits: StationEdits }) {
  const { t } = useTranslation("trigger");
  const id = useId();
  const { windowSeconds } = dedupe;
  const [unit, setUnit] = useState<WindowUnit>(windowUnitOf(windowSeconds));
  const setWindow = (count: number, of: WindowUnit) => {
    const seconds = Math.round(count * windowUnits[of]);
    if (seconds >= 1 && seconds <= mostSeconds) edits.setDedupe("windowSeconds", seconds);
  };
  return (
    <>
      <div className={classes.field} data-place='["dedupe","key"]'>
        <div className={classes.label} id={`${id}-key`}>
          {t("duplicates.key")}
        </div>
        <p className={classes.hint} id={`${id}-help`}>
          {t("duplicates.keyHint")}
        </p>
        <ExpressionField
          labelledBy={`${id}-key`}
          describedBy={`${id}-help ${id}-found`}
          value={dedupe.key}
          placeholder={common[0] ?? ""}
          onChange={(key) => edits.setDedupe("key", key)}
          onBlur={edits.endGroup}
        />
        <PlaceFindings id={`${id}-found`} at={["dedupe"]} />
        {dedupe.key === "" && (
          <div className={classes.buttons}>
            {common.map((key) => (
              <Button
                key={key}
                size="compact-sm"
                variant="default"
                onClick={() => {
                  edits.setDedupe("key", key);
                  edits.endGroup();
                }}
              >
                {key}
              </Button>
            ))}
          </div>
        )}
      </div>
      <div className={classes.pair} data-place='["dedupe","windowSeconds"]'>
        <NumberInput
          label={t("duplicates.window")}
          min={1}
          allowDecimal={false}
          allowNegative={false}
          value={windowSeconds / windowUnits[unit]}
          onChange={(value) => typeof value === "number" && setWindow(value, unit)}
          onBlur={edits.endGroup}
        />
        <NativeSelect
          label={t("duplicates.unit")}
          value={unit}
          data={(Object.keys(windowUnits) as WindowUnit[]).map((value) => ({
            value,
            label: t(`duplicates.units.${value}`),
          }))}
          onChange={(event) => {
            const next = event.currentTarget.value as WindowUnit;
            const count = windowSeconds / windowUnits[unit];
            setUnit(next);
            setWindow(count, next);
            edits.endGroup();
          }}
        />
      </div>
      <Radio.Group
        label={t("duplicates.answer")}
        value={dedupe.answer}
        onChange={(value) => edits.setDedupe("answer", value)}
        data-place='["dedupe","answer"]'
      >
        <Stack gap="xs" mt="xs">
          {(["replay", "ok"] as const).map((value) => (
            <Radio
              key={value}
              value={value}
              label={t(`duplicates.answers.${value}`)}
              description={t(`duplicates.answers.${value}Hint`)}
            />
          ))}
        </Stack>
      </Radio.Group>
    </>
  );
}
