import type { Spent } from "@sluice/api/schemas";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../i18n/format.ts";

/** What a step, or all steps of an execution, used of models, and what it cost where prices are known. */
export function SpentText({ spent }: { spent: Spent }) {
  const { t } = useTranslation("runs");
  const format = useFormat();
  const { inputTokens, outputTokens, cost } = spent;
  const tokens = t("tokens", { in: format.number(inputTokens), out: format.number(outputTokens) });
  return <>{cost === null ? tokens : `${tokens} · ${format.dollars(cost)}`}</>;
}
