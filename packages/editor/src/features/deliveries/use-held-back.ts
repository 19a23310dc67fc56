import type { DeliverySummary } from "@sluice/api/schemas";
import { useEffect, useRef, useState } from "react";

/** What is shown of a live list, and how many newer ones are kept back so that it does not move under its reader. */
export interface HeldBack {
  readonly shown: readonly DeliverySummary[] | undefined;
  readonly newer: number;
  /** Shows the newer ones too. */
  readonly release: () => void;
  /** Stands above the list: while it is out of sight, new rows are kept back. */
  readonly top: React.RefObject<HTMLDivElement | null>;
}

/** `paused`: the reader asked for it, or works on the rows. `key` tells one list from another. */
export function useHeldBack(given: {
  readonly items: readonly DeliverySummary[] | undefined;
  readonly paused: boolean;
  readonly key: string;
}): HeldBack {
  const { items, paused, key } = given;
  const top = useRef<HTMLDivElement>(null);
  const [away, setAway] = useState(false);
  const [frozen, setFrozen] = useState<{ readonly key: string; readonly newest: string } | null>(null);
  useEffect(() => {
    const element = top.current;
    if (!element) return;
    const observer = new IntersectionObserver(([entry]) => setAway(entry?.isIntersecting === false));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const still = paused || away;
  const newest = items?.[0]?.id;
  useEffect(() => {
    if (!still) setFrozen(null);
    else if (newest !== undefined) {
      setFrozen((known) => (known?.key === key ? known : { key, newest }));
    }
  }, [still, newest, key]);
  if (!items || !still || frozen?.key !== key) return { shown: items, newer: 0, release: () => {}, top };
  const shown = items.filter(({ id }) => id <= frozen.newest);
  const release = () => newest !== undefined && setFrozen({ key, newest });
  return { shown, newer: items.length - shown.length, release, top };
}
