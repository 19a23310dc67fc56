import { IconChevronRight, IconTrash } from "@tabler/icons-react";
import { memo, useId, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { type ExampleReading, stateOf } from "../../document/merge-examples.ts";
import type { DraftVariable } from "../../document/trigger-config.ts";
import { useKeptText } from "../../document/use-kept-text.ts";
import { useTypeWord } from "../../i18n/use-type-word.ts";
import type { VariableEdits } from "./use-variable-edits.ts";
import {
  AliasField,
  DefaultField,
  KeyField,
  keyPlace,
  PathField,
  RequiredField,
  SourceField,
  TypeField,
  useFieldProblem,
} from "./variable-fields.tsx";
import { problemOfKey, problemOfPath } from "./variable-problems.ts";
import { ExampleValue, StateMark } from "./variable-state.tsx";
import classes from "./variables.module.css";

export interface VariableItemProps {
  readonly variable: DraftVariable;
  readonly at: number;
  readonly edits: VariableEdits;
  readonly reading: ExampleReading;
  readonly added: boolean;
  /** Another variable has the same key. */
  readonly duplicate: boolean;
  readonly open: boolean;
  readonly otherKeys: (at: number) => readonly string[];
  readonly onToggle: (at: number) => void;
}

/** One variable: a line that opens to all its fields. Delete on the line removes it. */
export const VariableItem = memo(function VariableItem(props: VariableItemProps) {
  const { variable, at, edits, reading, added, duplicate, open, otherKeys, onToggle } = props;
  const { t } = useTranslation("variables");
  const id = useId();
  const say = useFieldProblem();
  const typeWord = useTypeWord();
  const state = useMemo(() => stateOf(variable, reading), [variable, reading]);
  const refused = useKeptText(keyPlace(at)).text;
  const problem =
    // Open, its own field says so.
    (refused === null || open ? undefined : say(problemOfKey(refused, otherKeys(at)))) ??
    (duplicate ? say({ code: "keyTaken", values: { key: variable.key } }) : undefined) ??
    say(problemOfKey(variable.key, [])) ??
    say(problemOfPath(variable.path));
  const fields = { variable, at, edits, otherKeys: () => otherKeys(at) };
  return (
    <li className={classes.item} data-place={JSON.stringify(["variables", at])} data-open={open || undefined}>
      <div className={classes.line}>
        <button
          type="button"
          className={classes.toggle}
          aria-expanded={open}
          aria-controls={`${id}-form`}
          onClick={() => onToggle(at)}
          onKeyDown={(event) => {
            if (event.key === "Delete") edits.remove([at]);
          }}
        >
          <IconChevronRight size={14} className={classes.chevron} aria-hidden />
          <span className={classes.names}>
            <span className={classes.key}>{variable.key || t("noKey")}</span>
            {variable.alias && <span className={classes.alias}>{variable.alias}</span>}
            {variable.required && <span className={classes.required}>{t("field.required")}</span>}
            <StateMark state={state} added={added} />
          </span>
          <span className={classes.type}>{typeWord(variable.type)}</span>
          <span className={classes.origin}>
            <span>{t(`source.${variable.from}`)}</span>
            <code>{variable.path}</code>
            <ExampleValue state={state} />
          </span>
        </button>
        <button
          type="button"
          className={classes.remove}
          aria-label={t("remove", { name: variable.key })}
          title={t("remove", { name: variable.key })}
          onClick={() => edits.remove([at])}
        >
          <IconTrash size={14} aria-hidden />
        </button>
      </div>
      {problem !== undefined && <p className={classes.problem}>{problem}</p>}
      <div id={`${id}-form`} hidden={!open}>
        {open && (
          <div className={classes.form}>
            <KeyField {...fields} />
            <AliasField {...fields} />
            <div className={classes.pair}>
              <SourceField {...fields} />
              <TypeField {...fields} />
            </div>
            <PathField {...fields} />
            <DefaultField {...fields} />
            <RequiredField {...fields} />
          </div>
        )}
      </div>
    </li>
  );
});
