import type { ReactNode } from "react";
import { useId } from "react";
import classes from "./trigger-panel.module.css";

export interface PanelSectionProps {
  readonly title: string;
  /** Beside the title: a count. */
  readonly count?: number;
  /** One or two sentences below the title. */
  readonly hint?: ReactNode;
  readonly children: ReactNode;
  /** Config field that this section shows, for jumping to it from a problem. */
  readonly place?: string;
}

/** One subject of the trigger panel. */
export function PanelSection({ title, count, hint, children, place }: PanelSectionProps) {
  const id = useId();
  return (
    <section
      className={classes.section}
      aria-labelledby={id}
      {...(place === undefined ? {} : { "data-place": JSON.stringify([place]) })}
    >
      <h3 id={id}>
        {title}
        {count !== undefined && <span className={classes.count}>{count}</span>}
      </h3>
      {hint !== undefined && <p className={classes.hint}>{hint}</p>}
      {children}
    </section>
  );
}
