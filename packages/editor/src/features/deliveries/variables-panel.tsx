import { Text } from "@mantine/core";
import type { Delivery } from "@sluice/api/schemas";
import { useTranslation } from "react-i18next";
import { CopyButton } from "../../ui/copy-button.tsx";
import { JsonView } from "../../ui/json-view.tsx";
import { Panel } from "../../ui/panel.tsx";

/** What was extracted: the values behind `trigger.…`. */
export function VariablesPanel({ delivery: { variables } }: { delivery: Delivery }) {
  const { t } = useTranslation("deliveries");
  if (variables === null || Object.keys(variables).length === 0) {
    return (
      <Panel title={t("variables")}>
        <Text size="sm" c="dimmed">
          {t(variables === null ? "variablesNotReached" : "variablesNone")}
        </Text>
      </Panel>
    );
  }
  return (
    <Panel
      title={t("variables")}
      actions={<CopyButton label={t("copyVariables")} value={() => JSON.stringify(variables, null, 2)} />}
    >
      <JsonView value={variables} label={t("variables")} />
    </Panel>
  );
}
