import type { OperationHead } from "@sluice/api/schemas";
import { useId } from "react";
import classes from "./connectors.module.css";

export interface OperationListProps {
  readonly title: string;
  readonly operations: readonly OperationHead[];
}

/** Operations with what they are called and where they go. */
export function OperationList({ title, operations }: OperationListProps) {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <h3 id={id}>{`${title} (${operations.length})`}</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (axe: scrollable-region-focusable) */}
      <ul className={classes.list} tabIndex={0} aria-labelledby={id}>
        {operations.map(({ id: key, method, path, summary }) => (
          <li key={key}>
            {summary} <span className={classes.mono}>{`${method} ${path}`}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
