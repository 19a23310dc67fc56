import { Alert } from "@mantine/core";
import type { Delivery } from "@sluice/api/schemas";
import { IconHandStop } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useCodeText } from "../../api/problem-text.ts";
import { violationsOf } from "../../api/violations.ts";
import { useViolationWord } from "../../i18n/use-violation-word.ts";

/** Why a delivery was refused and what helps, the first thing that its reader wants to know. */
export function RefusalPanel({ delivery, reason }: { delivery: Delivery; reason: string }) {
  const { t } = useTranslation("deliveries");
  const codeText = useCodeText();
  const { problem, authStage, authMethod } = delivery;
  const said = typeof problem?.detail === "string" ? problem.detail : "";
  const { title, remedy } = codeText(reason, { title: reason, detail: said });
  const word = useViolationWord();
  const violations = violationsOf(problem);
  return (
    <Alert color="red" variant="light" icon={<IconHandStop size={20} />} title={title} mb="md">
      {authStage !== null && (
        <div>
          <strong>{t(`authStage.${authStage}`, { defaultValue: authStage })}</strong>{" "}
          {authMethod !== null && t("nearest", { method: authMethod })}
        </div>
      )}
      {remedy}
      {said !== "" && <div>{t("told", { detail: said })}</div>}
      {violations.length > 0 && (
        <ul>
          {violations.map(({ from, path, expected, got }) => (
            <li key={`${from} ${path} ${expected}`}>
              {t("violation", {
                from: t(`part.${from}`, { defaultValue: from }),
                path,
                expected: word(expected),
                got: word(got),
              })}
            </li>
          ))}
        </ul>
      )}
    </Alert>
  );
}
