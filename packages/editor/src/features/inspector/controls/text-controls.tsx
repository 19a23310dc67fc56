import { textOfValue } from "../../../document/literal-text.ts";
import { ExpressionField, type FieldMode } from "../../expression-field/expression-field.tsx";
import type { ControlProps } from "./control-props.ts";

/** One line of text. */
export function TextControl(props: ControlProps) {
  return <Text {...props} multiline={false} />;
}

/** Text over several lines. */
export function LongTextControl(props: ControlProps) {
  return <Text {...props} multiline />;
}

/** One bare expression, without braces. */
export function ExpressionControl(props: ControlProps) {
  return <Text {...props} multiline mode="expression" />;
}

/** A script over several lines. */
export function CodeControl(props: ControlProps) {
  return <Text {...props} multiline mode="script" />;
}

/** A number, or a template that gives one. */
export function NumberControl({ field, value, onChange, onBlur, ...rest }: ControlProps) {
  return (
    <ExpressionField
      value={typeof value === "string" ? value : textOfValue(value)}
      mode={field.holds === "literal" ? "literal" : "template"}
      placeholder={field.placeholder}
      onChange={(text) => onChange(numberOf(text))}
      onBlur={onBlur}
      {...rest}
    />
  );
}

function numberOf(text: string): string | number | undefined {
  const trimmed = text.trim();
  if (trimmed === "") return undefined;
  return /^-?\d+(\.\d+)?$/.test(trimmed) && Number.isFinite(Number(trimmed)) ? Number(trimmed) : text;
}

function Text(props: ControlProps & { multiline: boolean; mode?: FieldMode }) {
  const { field, value, onChange, onBlur, multiline, labelledBy, describedBy, invalid } = props;
  const mode = props.mode ?? (field.holds === "literal" ? "literal" : "template");
  return (
    <ExpressionField
      value={typeof value === "string" ? value : textOfValue(value)}
      mode={mode}
      multiline={multiline}
      placeholder={field.placeholder}
      escape={field.escape}
      labelledBy={labelledBy}
      describedBy={describedBy}
      invalid={invalid}
      onChange={(text) => onChange(text === "" && !field.required ? undefined : text)}
      onBlur={onBlur}
    />
  );
}
