import { Text } from "@mantine/core";
import type { Delivery } from "@sluice/api/schemas";
import { useTranslation } from "react-i18next";
import { HttpStatus } from "../../ui/http-status.tsx";
import { JsonView } from "../../ui/json-view.tsx";
import { KeyValueTable } from "../../ui/key-value-table.tsx";
import { Panel } from "../../ui/panel.tsx";
import { TextBlock } from "../../ui/text-block.tsx";
import { readJson } from "./read-json.ts";

/** What the sender was answered, as it left. */
export function AnswerPanel({ answer }: { answer: Delivery["answer"] }) {
  const { t } = useTranslation("deliveries");
  if (answer === null) {
    return (
      <Panel title={t("answer")}>
        <Text size="sm" c="dimmed">
          {t("answerNone")}
        </Text>
      </Panel>
    );
  }
  const json = readJson(answer.body);
  return (
    <Panel title={t("answer")} actions={<HttpStatus status={answer.status} />}>
      <KeyValueTable
        mono
        rows={answer.headers.map(({ name, value }, index) => ({ id: `${index} ${name}`, name, value }))}
      />
      {answer.body !== "" &&
        (typeof json?.value === "object" && json.value !== null ? (
          <JsonView value={json.value} label={t("answer")} />
        ) : (
          <TextBlock text={answer.body} label={t("answer")} />
        ))}
    </Panel>
  );
}
