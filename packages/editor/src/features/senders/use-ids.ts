import { useState } from "react";
import { identify } from "./method-ids.ts";

/** An identity for each entry of a list of the document, the same from drawing to drawing. */
export function useIds(entries: readonly unknown[]): readonly number[] {
  const [known, setKnown] = useState(() => identify([], entries));
  const same = known.length === entries.length && known.every(({ entry }, at) => entry === entries[at]);
  const now = same ? known : identify(known, entries);
  if (!same) setKnown(now);
  return now.map(({ id }) => id);
}
