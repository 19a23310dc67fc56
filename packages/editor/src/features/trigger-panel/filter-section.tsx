import { SegmentedControl, Switch } from "@mantine/core";
import type { Json } from "@sluice/workflow/node-contract";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { answersOfFilter, type DraftStations } from "../../document/trigger-stations.ts";
import { ExpressionField } from "../expression-field/expression-field.tsx";
import { JsonField } from "../json-field/json-field.tsx";
import { RulesField } from "../rules-field/rules-field.tsx";
import { PanelSection } from "./panel-section.tsx";
import { PlaceFindings, usePlaceFindings } from "./place-findings.tsx";
import classes from "./trigger-panel.module.css";
import type { StationEdits } from "./use-station-edits.ts";

const bodyAt = ["trigger", "config", "filter", "answer", "body"];

/** What is answered where nothing is configured. */
const defaultBody = "ok";

type Filter = NonNullable<DraftStations["filter"]>;

/** Which requests start something, and what the others are answered. */
export function FilterSection({ filter, edits }: { filter: Filter | undefined; edits: StationEdits }) {
  const { t } = useTranslation("trigger");
  const id = useId();
  const found = usePlaceFindings(["filter", "when"]);
  return (
    <PanelSection
      summary={t(filter ? "filter.on" : "fold.off")}
      title={t("filter.title")}
      hint={t("filter.hint")}
      place="filter"
    >
      <Switch
        label={t("filter.on")}
        checked={filter !== undefined}
        onChange={(event) =>
          edits.set("filter", event.currentTarget.checked ? { when: { all: [] } } : undefined)
        }
      />
      {filter !== undefined && (
        <>
          <div className={classes.field} data-place='["filter","when"]'>
            <div className={classes.label} id={`${id}-when`}>
              {t("filter.when")}
            </div>
            <RulesField
              value={filter.when}
              labelledBy={`${id}-when`}
              describedBy={found.length > 0 ? `${id}-found` : undefined}
              invalid={found.some(({ severity }) => severity === "error")}
              onChange={(when) => edits.setFilter("when", when)}
              onBlur={edits.endGroup}
            />
            <PlaceFindings id={`${id}-found`} at={["filter", "when"]} />
          </div>
          <FilterAnswer filter={filter} edits={edits} />
        </>
      )}
    </PanelSection>
  );
}

function FilterAnswer({ filter, edits }: { filter: Filter; edits: StationEdits }) {
  const { t } = useTranslation("trigger");
  const id = useId();
  const setKind = (kind: Filter["kind"]) => {
    // A JSON tree is no text: only a text is carried over from one kind to the other.
    if (kind !== "json" && typeof filter.body !== "string") edits.setFilterAnswer("body", undefined);
    edits.setFilterAnswer("kind", kind === "text" ? undefined : kind);
    edits.endGroup();
  };
  return (
    <fieldset className={classes.sub} data-place='["filter","answer"]'>
      <legend className={classes.label}>{t("filter.answer")}</legend>
      <p className={classes.hint}>{t("filter.answerHint")}</p>
      <div className={classes.field}>
        <div className={classes.label} id={`${id}-status`}>
          {t("answer.status")}
        </div>
        <ExpressionField
          labelledBy={`${id}-status`}
          value={filter.status === undefined ? "" : String(filter.status)}
          placeholder="200"
          onChange={(text) => edits.setFilterAnswer("status", statusOf(text))}
          onBlur={edits.endGroup}
        />
      </div>
      <div className={classes.field}>
        <div className={classes.label} id={`${id}-body`}>
          {t("answer.body")}
        </div>
        <SegmentedControl
          size="xs"
          aria-label={t("filter.kind")}
          value={filter.kind}
          data={answersOfFilter.map((value) => ({ value, label: t(`answer.kinds.${value}`) }))}
          onChange={(value) => setKind(answersOfFilter.find((kind) => kind === value) ?? "text")}
        />
        {filter.kind === "json" && (
          <JsonField
            placeholder={'{ "ignored": true }'}
            labelledBy={`${id}-body`}
            at={bodyAt}
            value={filter.body}
            onChange={(value) => edits.setFilterAnswer("body", value)}
            onBlur={edits.endGroup}
          />
        )}
        {filter.kind === "text" && (
          <ExpressionField
            labelledBy={`${id}-body`}
            value={typeof filter.body === "string" ? filter.body : ""}
            placeholder={defaultBody}
            onChange={(text) => edits.setFilterAnswer("body", text === "" ? undefined : text)}
            onBlur={edits.endGroup}
          />
        )}
      </div>
      <PlaceFindings id={`${id}-found`} at={["filter", "answer"]} />
    </fieldset>
  );
}

function statusOf(text: string): Json | undefined {
  const trimmed = text.trim();
  if (trimmed === "") return undefined;
  return /^\d+$/.test(trimmed) ? Number(trimmed) : text;
}
