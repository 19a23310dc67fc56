import type { OperationHead } from "@sluice/api/schemas";
import { useId } from "react";
import { ScrollRegion } from "../../ui/scroll-region.tsx";
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
      <ScrollRegion as="ul" className={classes.list} aria-labelledby={id}>
        {operations.map(({ id: key, method, path, summary }) => (
          <li key={key}>
            {summary} <span className={classes.mono}>{`${method} ${path}`}</span>
          </li>
        ))}
      </ScrollRegion>
    </section>
  );
}
