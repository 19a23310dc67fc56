import type { ReactNode } from "react";
import classes from "./status-badge.module.css";

export type Tone = "neutral" | "info" | "success" | "warning" | "danger";

export interface StatusBadgeProps {
  readonly tone: Tone;
  readonly children: ReactNode;
  /** The dot pulses: something is going on right now. */
  readonly busy?: boolean;
}

/** A state in one word. The word carries the meaning; the colour only helps to find it. */
export function StatusBadge({ tone, children, busy = false }: StatusBadgeProps) {
  return (
    <span className={classes.badge} data-tone={tone} data-busy={busy || undefined}>
      {children}
    </span>
  );
}
