import { Text } from "@mantine/core";
import type { WorkflowDocument, WorkflowNode } from "@sluice/workflow/document";
import type { Json } from "@sluice/workflow/node-contract";
import { useTranslation } from "react-i18next";
import { usePlaceWords } from "../changes/use-place-words.ts";
import { SettingTable } from "../setting-table/setting-table.tsx";
import { ValueText } from "../value-text/value-text.tsx";

/** All settings of a node, or of the trigger, to be read. */
export function NodeSettings({ document, nodeKey }: { document: WorkflowDocument; nodeKey: string }) {
  const { t } = useTranslation("changes");
  const words = usePlaceWords();
  const node = nodeKey === "trigger" ? undefined : document.nodes[nodeKey];
  const rows = node ? rowsOf(node) : triggerRows(document);
  const name = words.node(nodeKey, [document]);
  if (rows.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t("noSettings")}
      </Text>
    );
  }
  return (
    <SettingTable
      label={t("settingsOf", { name })}
      columns={[t("valueColumn")]}
      rows={rows.map(({ at, value }) => ({
        id: at.join("/"),
        name: words.setting(node, at),
        cells: [<ValueText key="value" value={value} />],
      }))}
    />
  );
}

interface Row {
  readonly at: readonly string[];
  readonly value: Json;
}

function rowsOf({ type: _, config, ...options }: WorkflowNode): Row[] {
  const own = Object.entries(options).flatMap(([name, value]): Row[] =>
    value === undefined ? [] : [{ at: [name], value: value as Json }],
  );
  return [...own, ...Object.entries(config).map(([name, value]) => ({ at: ["config", name], value }))];
}

function triggerRows({ trigger }: WorkflowDocument): Row[] {
  return Object.entries(trigger.config).map(([name, value]) => ({ at: ["config", name], value }));
}
