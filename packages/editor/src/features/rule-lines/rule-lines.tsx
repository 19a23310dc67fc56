import type { Step } from "@sluice/api/schemas";
import type { JsonObject } from "@sluice/workflow/node-contract";
import { IconAlertTriangle, IconCheck, IconMinus, IconX, type TablerIcon } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { textOfValue } from "../../document/literal-text.ts";
import { shortJson } from "../../document/short-json.ts";
import classes from "./rule-lines.module.css";
import { type ToldRule, toldRules, type Written } from "./told-rules.ts";

type Rule = NonNullable<Step["rules"]>[number];

const icons: Readonly<Record<Rule["result"], TablerIcon>> = {
  met: IconCheck,
  "not-met": IconX,
  "not-evaluated": IconMinus,
  error: IconAlertTriangle,
};

export interface RuleLinesProps {
  readonly rules: readonly Rule[];
  /** The config of the node that they belong to, as it ran; left out: it is not known. */
  readonly config?: JsonObject | undefined;
}

/**
 * Each rule of a condition or filter, in its groups: met or not, with the values that were compared. One that was not needed
 * shows what is written there.
 */
export function RuleLines({ rules, config }: RuleLinesProps) {
  return (
    <ul className={classes.rules}>
      {toldRules(rules, config).map((line, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a record never changes its order
        <RuleLine key={at} line={line} />
      ))}
    </ul>
  );
}

function RuleLine({ line }: { line: ToldRule }) {
  const { t } = useTranslation("runs");
  const style = line.depth === 0 ? undefined : { marginInlineStart: `${line.depth * 1.25}rem` };
  if (line.kind === "group") {
    return (
      <li className={classes.group} style={style}>
        {t(`rule.group.${line.joint}`)}
      </li>
    );
  }
  const { rule, written } = line;
  const Icon = icons[rule.result];
  return (
    <li data-result={rule.result} style={style}>
      <span className={classes.verdict}>
        <Icon size={14} stroke={2.25} aria-hidden /> {t(`rule.${rule.result}`)}
      </span>
      <Comparison rule={rule} written={written} />
      {rule.error !== undefined && <span className={classes.ruleError}>{rule.error}</span>}
    </li>
  );
}

function Comparison({ rule, written }: { rule: Rule; written: Written }) {
  const { t, i18n } = useTranslation(["runs", "inspector"]);
  const { operator } = rule;
  const right = sideOf(rule, written, "right");
  return (
    <span className={classes.comparison}>
      {rule.case !== undefined && <span className={classes.case}>{rule.case}</span>}
      {operator === undefined ? (
        written.expression === undefined ? (
          <span>{t("expression")}</span>
        ) : (
          <code>{written.expression}</code>
        )
      ) : (
        <>
          <code>{sideOf(rule, written, "left") ?? "–"}</code>
          <span>
            {i18n.exists(`inspector:operators.${operator}`) ? t(`inspector:operators.${operator}`) : operator}
          </span>
          {right !== undefined && <code>{right}</code>}
        </>
      )}
    </span>
  );
}

/** The value that was compared; of a rule that was not needed, what is written there. */
function sideOf(rule: Rule, written: Written, side: "left" | "right"): string | undefined {
  const value = rule[side];
  if (value !== undefined) return shortJson(value);
  const text = written[side];
  return rule.result === "not-evaluated" && text !== undefined ? textOfValue(text) : undefined;
}
