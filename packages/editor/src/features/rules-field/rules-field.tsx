import { ActionIcon, Button, Group, SegmentedControl, Select, Stack } from "@mantine/core";
import {
  type Json,
  type Rule,
  type RuleGroup,
  type RuleOperator,
  type Rules,
  ruleOperators,
} from "@sluice/workflow/node-contract";
import { IconFolderPlus, IconPlus, IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { textOfValue, valueOfText } from "../../document/literal-text.ts";
import { useListFocus } from "../../ui/use-list-focus.ts";
import { ExpressionField } from "../expression-field/expression-field.tsx";
import classes from "./rules.module.css";
import {
  addTo,
  changeAt,
  emptyRule,
  groupOf,
  isGroup,
  isUnary,
  itemsOf,
  type Joint,
  jointOf,
  joints,
  type RulePath,
  removeAt,
  rulesOf,
  setJoint,
  withOperator,
} from "./rules-edit.ts";

export interface RulesFieldProps {
  readonly value: Json | undefined;
  readonly labelledBy: string;
  readonly describedBy: string | undefined;
  readonly invalid: boolean;
  readonly onChange: (value: Json | undefined) => void;
  readonly onBlur: () => void;
}

/** Rules joined by all, any or none, nested; or one expression. */
export function RulesField({ value, onChange, onBlur, labelledBy, describedBy, invalid }: RulesFieldProps) {
  const { t } = useTranslation("inspector");
  const rules = rulesOf(value);
  const asJson = (next: Rules) => onChange(next as unknown as Json);
  const group = "expression" in rules ? null : rules;
  // The first rule stands there to be filled in; it is written with its first character.
  const blank = group !== null && itemsOf(group).length === 0;
  const shown = blank ? groupOf(jointOf(group), [emptyRule()]) : group;
  return (
    <Stack gap="xs">
      <SegmentedControl
        size="xs"
        aria-labelledby={labelledBy}
        value={shown === null ? "expression" : "rules"}
        data={[
          { value: "rules", label: t("rules.rules") },
          { value: "expression", label: t("rules.expression") },
        ]}
        onChange={(kind) => {
          asJson(kind === "rules" ? groupOf("all", [emptyRule()]) : { expression: "" });
          onBlur();
        }}
        className={classes.kind ?? ""}
      />
      {"expression" in rules ? (
        <ExpressionField
          value={rules.expression}
          mode="expression"
          multiline
          placeholder="trigger.amount > 100"
          labelledBy={labelledBy}
          describedBy={describedBy}
          invalid={invalid}
          onChange={(expression) => asJson({ expression })}
          onBlur={onBlur}
        />
      ) : (
        <GroupBox
          group={shown ?? rules}
          whole={shown ?? rules}
          blank={blank}
          path={[]}
          onChange={asJson}
          onBlur={onBlur}
        />
      )}
    </Stack>
  );
}

interface PartProps {
  readonly whole: RuleGroup;
  readonly path: RulePath;
  readonly onChange: (whole: RuleGroup) => void;
  readonly onBlur: () => void;
  /** It is about to be taken away. */
  readonly onRemove?: () => void;
}

interface GroupBoxProps extends PartProps {
  readonly group: RuleGroup;
  /** Its one rule is not in the document yet. */
  readonly blank?: boolean;
}

function GroupBox({ group, whole, path, blank = false, onChange, onBlur, onRemove }: GroupBoxProps) {
  const { t } = useTranslation("inspector");
  const { root, focusAt } = useListFocus<HTMLFieldSetElement>();
  const step = (next: RuleGroup) => {
    onChange(next);
    onBlur();
  };
  return (
    <fieldset ref={root} className={classes.group} data-nested={path.length > 0 || undefined}>
      <legend className={classes.legend}>{t("rules.group")}</legend>
      <Group gap="xs" justify="space-between" wrap="nowrap">
        <SegmentedControl
          size="xs"
          aria-label={t("rules.joint")}
          value={jointOf(group)}
          data={joints.map((joint) => ({ value: joint, label: t(`rules.${joint}`) }))}
          onChange={(joint) => step(setJoint(whole, path, joint as Joint))}
        />
        {path.length > 0 && (
          <ActionIcon
            size="sm"
            aria-label={t("rules.removeGroup")}
            onClick={() => {
              onRemove?.();
              step(removeAt(whole, path));
            }}
          >
            <IconTrash size={14} aria-hidden />
          </ActionIcon>
        )}
      </Group>
      {itemsOf(group).map((item, index) => {
        const here = [...path, index];
        const shared = { whole, path: here, onChange, onBlur, onRemove: () => focusAt(index) };
        return (
          <div key={here.join()} data-entry>
            {isGroup(item) ? (
              <GroupBox group={item} {...shared} />
            ) : (
              <RuleRow rule={item} number={index + 1} {...shared} />
            )}
          </div>
        );
      })}
      <Group gap="xs">
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconPlus size={14} aria-hidden />}
          data-add
          onClick={() => {
            focusAt(blank ? 0 : itemsOf(group).length);
            step(blank ? whole : addTo(whole, path, emptyRule()));
          }}
        >
          {t("rules.addRule")}
        </Button>
        {path.length < 4 && (
          <Button
            size="compact-sm"
            variant="subtle"
            color="gray"
            leftSection={<IconFolderPlus size={14} aria-hidden />}
            onClick={() => {
              focusAt(itemsOf(group).length);
              step(addTo(whole, path, groupOf("any", [emptyRule()])));
            }}
          >
            {t("rules.addGroup")}
          </Button>
        )}
      </Group>
    </fieldset>
  );
}

const placeholders: Partial<Readonly<Record<RuleOperator, string>>> = {
  between: "[1, 10]",
  in: '["a", "b"]',
  matches: "^A-\\d+$",
  before: "{{ now }}",
  after: "{{ now }}",
};

function RuleRow({
  rule,
  number,
  whole,
  path,
  onChange,
  onBlur,
  onRemove,
}: PartProps & { rule: Rule; number: number }) {
  const { t } = useTranslation("inspector");
  const change = (next: Rule) => onChange(changeAt(whole, path, () => next));
  return (
    <div className={classes.rule}>
      <div className={classes.sides}>
        <ExpressionField
          label={t("rules.left", { number })}
          value={textOfValue(rule.left)}
          placeholder="{{ trigger.amount }}"
          onChange={(text) => change({ ...rule, left: valueOfText(text) })}
          onBlur={onBlur}
        />
        <Select
          aria-label={t("rules.operator", { number })}
          value={rule.operator}
          data={ruleOperators.map((operator) => ({ value: operator, label: t(`operators.${operator}`) }))}
          allowDeselect={false}
          maxDropdownHeight={320}
          onChange={(operator) => {
            change(withOperator(rule, operator as RuleOperator));
            onBlur();
          }}
        />
        {!isUnary(rule.operator) && (
          <ExpressionField
            label={t("rules.right", { number })}
            value={textOfValue(rule.right)}
            placeholder={placeholders[rule.operator] ?? "100"}
            onChange={(text) => change({ ...rule, right: valueOfText(text) })}
            onBlur={onBlur}
          />
        )}
      </div>
      <ActionIcon
        size="sm"
        aria-label={t("rules.removeRule", { number })}
        onClick={() => {
          onRemove?.();
          onChange(removeAt(whole, path));
          onBlur();
        }}
      >
        <IconTrash size={14} aria-hidden />
      </ActionIcon>
    </div>
  );
}
