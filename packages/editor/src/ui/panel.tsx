import type { ReactNode } from "react";
import { useId } from "react";
import classes from "./panel.module.css";

export interface PanelProps {
  readonly title: string;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
  /** Without padding, for tables that reach the border. */
  readonly flush?: boolean;
}

/** A titled surface on the page. */
export function Panel({ title, actions, children, flush = false }: PanelProps) {
  const id = useId();
  return (
    <section className={classes.panel} aria-labelledby={id}>
      <header className={classes.head}>
        <h2 id={id}>{title}</h2>
        {actions}
      </header>
      <div className={flush ? undefined : classes.body}>{children}</div>
    </section>
  );
}
