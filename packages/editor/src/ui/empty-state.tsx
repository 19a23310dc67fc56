import type { ReactNode } from "react";
import classes from "./empty-state.module.css";

export interface EmptyStateProps {
  readonly icon?: ReactNode;
  readonly title: string;
  /** What to do next, in one or two sentences. */
  readonly children?: ReactNode;
  readonly action?: ReactNode;
  /** It is all that the page shows: its title is the page's. */
  readonly wholePage?: boolean;
}

/** A place with nothing in it yet: says why, and what the next step is. */
export function EmptyState({ icon, title, children, action, wholePage = false }: EmptyStateProps) {
  const Heading = wholePage ? "h1" : "h2";
  return (
    <div className={classes.root}>
      {icon !== undefined && (
        <div className={classes.icon} aria-hidden>
          {icon}
        </div>
      )}
      <Heading className={classes.title}>{title}</Heading>
      {children !== undefined && <div className={classes.text}>{children}</div>}
      {action !== undefined && <div className={classes.action}>{action}</div>}
    </div>
  );
}
