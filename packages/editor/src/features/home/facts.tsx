import type { ReactNode } from "react";
import { PathLink } from "../path-link/path-link.tsx";
import classes from "./home.module.css";

export interface Fact {
  readonly id: string;
  readonly label: string;
  readonly value: ReactNode;
  /** The list that explains it. */
  readonly path: string;
  /** More of it, in a line below. */
  readonly note?: ReactNode;
  /** It deserves a look. */
  readonly marked?: boolean;
}

/** Figures, each a link to what is behind it. */
export function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className={classes.facts}>
      {facts.map(({ id, label, value, path, note, marked = false }) => (
        <div key={id} data-marked={marked || undefined}>
          <dt>{label}</dt>
          <dd>
            <PathLink path={path}>{value}</PathLink>
            {note !== undefined && <p className={classes.note}>{note}</p>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
