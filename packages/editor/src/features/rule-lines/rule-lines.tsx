import type { Step } from "@sluice/api/schemas";
import { IconAlertTriangle, IconCheck, IconMinus, IconX, type TablerIcon } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { shortJson } from "../../document/short-json.ts";
import classes from "./rule-lines.module.css";

type Rule = NonNullable<Step["rules"]>[number];

const icons: Readonly<Record<Rule["result"], TablerIcon>> = {
  met: IconCheck,
  "not-met": IconX,
  "not-evaluated": IconMinus,
  error: IconAlertTriangle,
};

/** Each rule of a condition or filter: met or not, with the values that were compared. */
export function RuleLines({ rules }: { rules: readonly Rule[] }) {
  const { t, i18n } = useTranslation(["runs", "inspector"]);
  return (
    <ul className={classes.rules}>
      {rules.map((rule, at) => {
        const Icon = icons[rule.result];
        const operator = rule.operator;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a record never changes its order
          <li key={at} data-result={rule.result}>
            <span className={classes.verdict}>
              <Icon size={14} stroke={2.25} aria-hidden /> {t(`rule.${rule.result}`)}
            </span>
            <span className={classes.comparison}>
              {rule.case !== undefined && <span className={classes.case}>{rule.case}</span>}
              {operator === undefined ? (
                <span>{t("expression")}</span>
              ) : (
                <>
                  <code>{side(rule.left)}</code>
                  <span>
                    {i18n.exists(`inspector:operators.${operator}`)
                      ? t(`inspector:operators.${operator}`)
                      : operator}
                  </span>
                  {rule.right !== undefined && <code>{side(rule.right)}</code>}
                </>
              )}
            </span>
            {rule.error !== undefined && <span className={classes.ruleError}>{rule.error}</span>}
          </li>
        );
      })}
    </ul>
  );
}

function side(value: Rule["left"]): string {
  return value === undefined ? "–" : shortJson(value);
}
