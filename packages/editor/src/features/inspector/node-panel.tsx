import { TextInput } from "@mantine/core";
import { definitions } from "@sluice/nodes/definitions";
import type { Finding } from "@sluice/workflow/check";
import type { WorkflowNode } from "@sluice/workflow/document";
import { type ConfigPath, formOf } from "@sluice/workflow/node-contract";
import { type ReactNode, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useOpenDocument, useOpenDocumentStore } from "../../document/open-document-context.ts";
import { definitionOf } from "../../document/ports.ts";
import { Fold } from "../../ui/fold.tsx";
import { ScrollRegion } from "../../ui/scroll-region.tsx";
import { ScrollingFields } from "../../ui/scrolling-fields.tsx";
import { CurlImport } from "../curl-import/curl-import.tsx";
import { useLanguage } from "../node-card/use-language.ts";
import { NodeIcon } from "../node-icon/node-icon.tsx";
import { useFindingText } from "../problems/use-findings.ts";
import { unfinishedCode } from "../problems/use-unfinished.ts";
import { TrialPanel } from "../trial/trial.tsx";
import { FieldControl } from "./field-control.tsx";
import { FieldList } from "./field-list.tsx";
import { FormContext, placeKey } from "./form-context.ts";
import classes from "./inspector.module.css";
import { NodeOptions } from "./node-options.tsx";
import { useNodeEdits } from "./use-node-edits.ts";

export interface NodePanelProps {
  readonly nodeKey: string;
  readonly node: WorkflowNode;
  readonly findings: readonly Finding[];
  readonly tools: ReactNode;
}

const top: ConfigPath = [];

/** All settings of one node: its form, and what every node has. */
export function NodePanel({ nodeKey, node, findings, tools }: NodePanelProps) {
  const frozen = useOpenDocument((state) => state.readOnly);
  const { t } = useTranslation("inspector");
  const language = useLanguage();
  const store = useOpenDocumentStore();
  const describe = useFindingText();
  const edits = useNodeEdits(nodeKey);
  const definition = definitionOf(definitions, node.type);
  const own = useMemo(
    () => findings.filter(({ at }) => at[0] === "nodes" && at[1] === nodeKey),
    [findings, nodeKey],
  );
  const form = useMemo(() => {
    const byPlace = new Map<string, Finding[]>();
    for (const finding of own) {
      // What is unfinished says so in its own field.
      if (finding.at[2] !== "config" || finding.code === unfinishedCode) continue;
      const place = placeKey(finding.at.slice(3));
      byPlace.set(place, [...(byPlace.get(place) ?? []), finding]);
    }
    return {
      language,
      root: ["nodes", nodeKey, "config"],
      findings: byPlace,
      describe,
      Field: FieldControl,
      endEdit: store.endGroup,
    };
  }, [own, nodeKey, language, describe, store]);
  const elsewhere = own.filter(
    ({ at, code }) => code !== unfinishedCode && (at[2] !== "config" || at.length === 3),
  );

  return (
    <FormContext value={form}>
      <header className={classes.head} data-kind={definition?.kind ?? "unknown"}>
        <span className={classes.tile}>
          <NodeIcon name={definition?.icon} />
        </span>
        <div className={classes.titles}>
          <h2>{node.name || definition?.title[language] || nodeKey}</h2>
          <p>{definition?.title[language] ?? node.type}</p>
        </div>
        {tools}
      </header>
      <ScrollingFields className={classes.body} frozen={frozen}>
        {elsewhere.map((finding) => (
          <p key={finding.code} className={classes.problem} data-severity={finding.severity}>
            {describe(finding)}
          </p>
        ))}
        <div className={classes.section}>
          <TextInput
            label={t("node.name")}
            value={node.name ?? ""}
            placeholder={definition?.title[language] ?? ""}
            maxLength={200}
            onChange={(event) => edits.setName(event.currentTarget.value)}
            onBlur={store.endGroup}
          />
          {definition?.fillsFrom === "curl" && (
            <CurlImport
              config={node.config}
              onTake={(config) => {
                store.endGroup();
                edits.setConfig(config, "curl");
                store.endGroup();
              }}
            />
          )}
          {definition ? (
            <FieldList
              fields={formOf(definition)}
              values={node.config}
              at={top}
              onChange={edits.setConfig}
              onBlur={store.endGroup}
            />
          ) : (
            <p className={classes.help}>{t("node.unknownType", { type: node.type })}</p>
          )}
        </div>
        {definition && <TrialPanel nodeKey={nodeKey} node={node} />}
        <NodeOptions nodeKey={nodeKey} node={node} definition={definition} edits={edits} />
        {definition && (
          <Fold className={classes.section} title={t("node.about")}>
            <div className={classes.sectionFields}>
              <p className={classes.help}>{definition.summary[language]}</p>
              <p className={classes.help}>{t("node.example")}</p>
              <ScrollRegion as="pre" className={classes.example}>
                {JSON.stringify(definition.example.config, null, 2)}
              </ScrollRegion>
            </div>
          </Fold>
        )}
      </ScrollingFields>
    </FormContext>
  );
}
