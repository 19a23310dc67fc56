import type { AriaAttributes } from "react";
import classes from "./expression-field.module.css";

export interface PlainFieldProps extends AriaAttributes {
  readonly value: string;
  readonly multiline: boolean;
  readonly readOnly?: boolean;
  readonly onChange?: (value: string) => void;
  readonly onFocus?: () => void;
  readonly onBlur?: () => void;
}

/** The bare text of an expression field, while its editor is on its way and where it does not come. */
export function PlainField({ multiline, onChange, ...rest }: PlainFieldProps) {
  const props = {
    ...rest,
    className: classes.waiting,
    onChange: (event: { currentTarget: { value: string } }) => onChange?.(event.currentTarget.value),
  };
  return multiline ? <textarea rows={4} {...props} /> : <input {...props} />;
}
