import { Checkbox, NativeSelect, TextInput } from "@mantine/core";
import { variableSources, variableTypes } from "@sluice/workflow/document";
import { useTranslation } from "react-i18next";
import type { DraftVariable } from "../../document/trigger-config.ts";
import { useKeptText } from "../../document/use-kept-text.ts";
import { useTypeWord } from "../../i18n/use-type-word.ts";
import { useDraft } from "../../ui/use-draft.ts";
import type { VariableEdits } from "./use-variable-edits.ts";
import {
  type FieldProblem,
  problemOfKey,
  problemOfPath,
  readDefault,
  textOfDefault,
} from "./variable-problems.ts";
import classes from "./variables.module.css";

export interface VariableFieldProps {
  readonly variable: DraftVariable;
  /** Its place in the list. */
  readonly at: number;
  readonly edits: VariableEdits;
  /** Keys of the other variables. */
  readonly otherKeys: () => readonly string[];
  /** In a table: the column's head is the label in sight. */
  readonly bare?: boolean | undefined;
}

/** Label and help of a field; in a table only for screen readers, with the variable's name. */
function useLabels(name: string, { variable, bare }: VariableFieldProps) {
  const { t } = useTranslation("variables");
  if (bare) return { "aria-label": t("cellLabel", { field: t(`field.${name}`), name: variable.key }) };
  return { label: t(`field.${name}`), description: t(`help.${name}`) };
}

/** The sentence for a problem of a field. */
export function useFieldProblem(): (problem: FieldProblem | null) => string | undefined {
  const { t } = useTranslation("variables");
  return (problem) => (problem === null ? undefined : t(`problem.${problem.code}`, { ...problem.values }));
}

/** The place in the document of a variable's key. */
export function keyPlace(at: number): readonly (string | number)[] {
  return ["trigger", "config", "variables", at, "key"];
}

export function KeyField(props: VariableFieldProps) {
  const { variable, at, edits, otherKeys } = props;
  const say = useFieldProblem();
  const { text, problem, onChange, ...events } = useDraft({
    value: variable.key,
    problemOf: (key) => problemOfKey(key, otherKeys()),
    commit: (key) => edits.rename(variable.key, key),
    kept: useKeptText(keyPlace(at)),
  });
  return (
    <TextInput
      {...useLabels("key", props)}
      {...events}
      className={classes.mono ?? ""}
      value={text}
      error={say(problem)}
      maxLength={64}
      spellCheck={false}
      autoCapitalize="off"
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

export function AliasField(props: VariableFieldProps) {
  const { variable, at, edits } = props;
  const { t } = useTranslation("variables");
  return (
    <TextInput
      {...useLabels("alias", props)}
      placeholder={props.bare ? undefined : t("aliasPlaceholder")}
      value={variable.alias ?? ""}
      maxLength={200}
      onChange={(event) =>
        edits.change(at, { alias: event.currentTarget.value || undefined }, `variable alias ${at}`)
      }
      onBlur={edits.endGroup}
    />
  );
}

export function SourceField(props: VariableFieldProps) {
  const { variable, at, edits } = props;
  const { t } = useTranslation("variables");
  return (
    <NativeSelect
      {...useLabels("from", props)}
      data={variableSources.map((value) => ({ value, label: t(`source.${value}`) }))}
      value={variable.from}
      onChange={(event) => edits.change(at, { from: event.currentTarget.value })}
    />
  );
}

export function PathField(props: VariableFieldProps) {
  const { variable, at, edits } = props;
  const say = useFieldProblem();
  const { text, problem, onChange, ...events } = useDraft({
    value: variable.path,
    problemOf: problemOfPath,
    commit: (path) => edits.changePath(at, path),
  });
  return (
    <TextInput
      {...useLabels("path", props)}
      {...events}
      className={classes.mono ?? ""}
      value={text}
      error={say(problem)}
      maxLength={1000}
      spellCheck={false}
      autoCapitalize="off"
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

export function TypeField(props: VariableFieldProps) {
  const { variable, at, edits } = props;
  const typeWord = useTypeWord();
  return (
    <NativeSelect
      {...useLabels("type", props)}
      data={variableTypes.map((value) => ({ value, label: typeWord(value) }))}
      value={variable.type}
      onChange={(event) => edits.change(at, { type: event.currentTarget.value })}
    />
  );
}

export function RequiredField(props: VariableFieldProps) {
  const { variable, at, edits } = props;
  return (
    <Checkbox
      {...useLabels("required", props)}
      className={props.bare ? (classes.check ?? "") : ""}
      checked={variable.required}
      onChange={(event) => edits.change(at, { required: event.currentTarget.checked })}
    />
  );
}

export function DefaultField(props: VariableFieldProps) {
  const { variable, at, edits } = props;
  const { t } = useTranslation("variables");
  const say = useFieldProblem();
  const { text, problem, onChange, ...events } = useDraft({
    value: textOfDefault(variable.default, variable.type),
    problemOf: (written) => {
      const read = readDefault(written, variable.type);
      return "problem" in read ? read.problem : null;
    },
    commit: (written) => {
      const read = readDefault(written, variable.type);
      if ("value" in read) edits.change(at, { default: read.value });
    },
  });
  return (
    <TextInput
      {...useLabels("default", props)}
      {...events}
      className={classes.mono ?? ""}
      placeholder={props.bare ? undefined : t("noDefault")}
      value={text}
      error={say(problem)}
      spellCheck={false}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
