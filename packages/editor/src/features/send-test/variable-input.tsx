import { ActionIcon, type InputWrapperProps, Select, Textarea, TextInput, Tooltip } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { type ChangeEvent, type KeyboardEvent, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { localMoment } from "./local-moment.ts";
import { problemIn, type RequestField, type TypingProblem } from "./request-fields.ts";
import classes from "./send-test.module.css";

const wrapperOrder: NonNullable<InputWrapperProps["inputWrapperOrder"]> = [
  "label",
  "input",
  "description",
  "error",
];

export interface VariableInputProps {
  readonly field: RequestField;
  /** Null: the variable is left out. */
  readonly onWrite: (text: string | null) => void;
  readonly onProblem: (key: string, wrong: boolean) => void;
}

/** One trigger variable, by a control of its type. What is no value yet stays here, with what is wrong, and out of the request. */
export function VariableInput({ field, onWrite, onProblem }: VariableInputProps) {
  const { t } = useTranslation("test");
  const { variable, control, text, isNull, locked } = field;
  const { key, alias, from, path, type, required } = variable;
  const [typed, setTyped] = useState<{ readonly text: string; readonly problem: TypingProblem } | null>(null);
  const [over, setOver] = useState({ text, isNull });
  if (over.text !== text || over.isNull !== isNull) {
    // Whatever is written beside, or filled in, is what counts.
    setOver({ text, isNull });
    setTyped(null);
  }
  const isWrong = typed !== null;
  useEffect(() => {
    onProblem(key, isWrong);
    return () => onProblem(key, false);
  }, [key, isWrong, onProblem]);

  const isText = control === "text" || control === "line";
  const change = (next: string) => {
    if (next === "" && !isText) {
      setTyped(null);
      return onWrite(null);
    }
    const problem = problemIn(variable, control, next);
    setTyped(problem === null ? null : { text: next, problem });
    if (problem === null) onWrite(next);
  };
  const name = alias || key;
  const error =
    typed !== null
      ? t(`fields.problem.${typed.problem}`)
      : field.wrong
        ? t("fields.wrong", { type: t(`fields.type.${type}`) })
        : undefined;
  const where = from === "body" && path === key ? undefined : `${t(`fields.from.${from}`)} · ${path}`;
  const shared = {
    label: name,
    description: locked ? t("fields.locked", { path }) : where,
    error,
    disabled: locked,
    withAsterisk: required,
    placeholder: isNull ? "null" : t("fields.nothing"),
    inputWrapperOrder: wrapperOrder,
  };
  const shown = typed?.text ?? text ?? "";
  const onText = (event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) =>
    change(event.currentTarget.value);
  const leaveOut = isText && (text !== null || isNull) && (
    <Tooltip label={t("fields.leaveOut", { name })}>
      <ActionIcon
        size="sm"
        variant="subtle"
        color="gray"
        aria-label={t("fields.leaveOut", { name })}
        onClick={() => onWrite(null)}
      >
        <IconX size={14} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
  // Enter would send the whole form, which may publish.
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter") event.preventDefault();
  };
  switch (control) {
    case "yes-no":
      return (
        <Select
          {...shared}
          allowDeselect={false}
          data={[
            { value: "", label: isNull ? "null" : t("fields.nothing") },
            { value: "true", label: t("fields.yes") },
            { value: "false", label: t("fields.no") },
          ]}
          value={text === "true" || text === "false" ? text : ""}
          onChange={(value) => change(value ?? "")}
        />
      );
    case "date":
      return (
        <TextInput
          {...shared}
          onKeyDown={onKeyDown}
          type="datetime-local"
          step={1}
          description={text === null ? shared.description : t("fields.exactly", { text })}
          value={typed === null ? localMoment(text) : typed.text}
          onChange={({ currentTarget }) => {
            // A date that is half written has no value yet, and is not to take the old one away.
            if (currentTarget.validity.badInput) setTyped({ text: "", problem: "date" });
            else change(currentTarget.value === "" ? "" : new Date(currentTarget.value).toISOString());
          }}
        />
      );
    case "text":
    case "json":
      return (
        <Textarea
          {...shared}
          autosize
          minRows={control === "json" ? 2 : 1}
          maxRows={8}
          spellCheck={false}
          classNames={control === "json" ? { input: classes.code ?? "" } : {}}
          rightSection={leaveOut}
          value={shown}
          onChange={onText}
        />
      );
    case "line":
    case "number":
      return (
        <TextInput
          {...shared}
          onKeyDown={onKeyDown}
          inputMode={control === "number" ? "decimal" : "text"}
          spellCheck={false}
          rightSection={leaveOut}
          value={shown}
          onChange={onText}
        />
      );
  }
}
