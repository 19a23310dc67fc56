import { useDebouncedValue } from "@mantine/hooks";
import type { Escape } from "@sluice/workflow/node-contract";
import { useId, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { shortJson } from "../../document/short-json.ts";
import { lazyPart } from "../../ui/lazy-part.tsx";
import { useLanguage } from "../node-card/use-language.ts";
import type { FieldMode } from "./completions.ts";
import classes from "./expression-field.module.css";
import { PlainField } from "./plain-field.tsx";
import { previewOf, problemsOf } from "./preview.ts";
import { useExpressionContext } from "./use-expression-context.ts";

const CodeField = lazyPart(async () => (await import("./code-field.tsx")).CodeField);

const ScriptField = lazyPart(async () => (await import("./script-field.tsx")).ScriptField);

export type { FieldMode };

export interface ExpressionFieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly onBlur?: () => void;
  readonly mode?: FieldMode;
  readonly syntax?: "text" | "json";
  readonly multiline?: boolean;
  readonly placeholder?: string | undefined;
  readonly escape?: Escape | undefined;
  /** Id of the label; or else the label itself. */
  readonly labelledBy?: string | undefined;
  readonly label?: string | undefined;
  readonly describedBy?: string | undefined;
  /** Something else is wrong with the field (a finding). */
  readonly invalid?: boolean;
  readonly autoFocus?: boolean;
  /** Shows what the text yields with the example's data. */
  readonly preview?: boolean;
}

/** A text field that takes expressions: highlighting, completion, problems with their remedy, and a live preview. */
export function ExpressionField(props: ExpressionFieldProps) {
  const { value, onChange, onBlur, mode = "template", syntax = "text", multiline = false } = props;
  const {
    escape: escaping,
    labelledBy,
    label,
    describedBy,
    invalid = false,
    preview = true,
    autoFocus = false,
  } = props;
  const id = useId();
  const { t } = useTranslation("inspector");
  const language = useLanguage();
  const surroundings = useExpressionContext();
  const [focused, setFocused] = useState(false);
  const [settled] = useDebouncedValue(value, 250);
  const options = useMemo(
    () => (escaping === undefined ? { language } : { language, escape: escaping }),
    [escaping, language],
  );
  const problems = useMemo(
    () => (syntax === "json" ? [] : problemsOf(settled, mode, options)),
    [settled, mode, options, syntax],
  );
  const problemId = `${id}-problem`;
  const wrong = invalid || problems.length > 0;
  const describing =
    problems.length > 0 && mode !== "script" ? `${describedBy ?? ""} ${problemId}`.trim() : describedBy;
  const focus = () => setFocused(true);
  const blur = () => {
    setFocused(false);
    onBlur?.();
  };
  const plain = {
    value,
    multiline,
    "aria-label": label,
    "aria-labelledby": labelledBy,
    "aria-describedby": describing,
    "aria-invalid": wrong,
  };
  // What is wrong with a script is a finding, with line and column; here it is only underlined.
  const said = mode === "script" ? [] : problems;
  const Editor = mode === "script" ? ScriptField : CodeField;
  return (
    <div>
      <div
        className={classes.box}
        data-focused={focused || undefined}
        data-invalid={wrong || undefined}
        data-multiline={multiline || undefined}
        data-script={mode === "script" || undefined}
      >
        <Editor
          fallback={<PlainField {...plain} readOnly />}
          // Without completion and colours, but the work goes on.
          missing={() => <PlainField {...plain} onChange={onChange} onFocus={focus} onBlur={blur} />}
          id={id}
          value={value}
          mode={mode}
          syntax={syntax}
          multiline={multiline}
          placeholder={props.placeholder}
          labelledBy={labelledBy}
          label={label}
          describedBy={describing}
          invalid={wrong}
          surroundings={surroundings}
          language={language}
          problems={problems}
          missingHelp={t("variables.missingHelp")}
          autoFocus={autoFocus}
          onChange={onChange}
          onFocus={focus}
          onBlur={blur}
        />
      </div>
      {/* Its line is there from the first brace on: what stands below must not move a moment after typing. */}
      {(said.length > 0 || (preview && syntax === "text" && yields(value, mode))) && (
        <div className={classes.below}>
          {said[0] ? (
            <p className={classes.problem} id={problemId}>
              {said[0].message}
            </p>
          ) : (
            <PreviewLine text={settled} mode={mode} escaping={escaping} />
          )}
        </div>
      )}
    </div>
  );
}

/** Whether there is something to show below, once it is worked out. */
function yields(text: string, mode: FieldMode): boolean {
  return mode === "expression" || (mode === "template" && text.includes("{{"));
}

interface PreviewLineProps {
  readonly text: string;
  readonly mode: FieldMode;
  readonly escaping: Escape | undefined;
}

function PreviewLine({ text, mode, escaping }: PreviewLineProps) {
  const { t } = useTranslation("inspector");
  const language = useLanguage();
  const { scope } = useExpressionContext();
  const preview = useMemo(
    () => previewOf(text, mode, { scope, language, ...(escaping === undefined ? {} : { escape: escaping }) }),
    [text, mode, scope, language, escaping],
  );
  if (!preview) return null;
  return (
    <div className={classes.preview} data-kind={preview.kind}>
      {preview.kind === "value" ? (
        <>
          <span>{t("preview.gives")}</span>
          <code title={JSON.stringify(preview.value)}>
            {preview.value === null ? t("preview.nothing") : shortJson(preview.value)}
          </code>
        </>
      ) : (
        <span>{preview.kind === "error" ? preview.message : t("preview.unknown")}</span>
      )}
    </div>
  );
}
