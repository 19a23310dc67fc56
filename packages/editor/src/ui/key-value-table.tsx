import type { ReactNode } from "react";
import classes from "./key-value-table.module.css";

export interface KeyValueRow {
  /** Unique among the rows; a header may come twice. */
  readonly id: string;
  readonly name: ReactNode;
  readonly value: ReactNode;
}

/** Names and values: headers of a request, facts of a thing. `mono` for what machines wrote. */
export function KeyValueTable({ rows, mono = false }: { rows: readonly KeyValueRow[]; mono?: boolean }) {
  return (
    <dl className={classes.list} data-mono={mono || undefined}>
      {rows.map(({ id, name, value }) => (
        <div key={id} className={classes.row}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
