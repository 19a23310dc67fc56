import type { ReactNode } from "react";
import classes from "./scrolling-fields.module.css";

export interface ScrollingFieldsProps {
  readonly className: string | undefined;
  /** All fields are disabled: the keyboard scrolls the room itself then (axe: scrollable-region-focusable). */
  readonly frozen: boolean;
  readonly children: ReactNode;
}

/** The room of a panel that scrolls, with fields that can be disabled together. */
export function ScrollingFields({ className, frozen, children }: ScrollingFieldsProps) {
  return (
    <div className={className} {...(frozen ? { tabIndex: 0 } : {})}>
      <fieldset className={classes.fields} disabled={frozen}>
        {children}
      </fieldset>
    </div>
  );
}
