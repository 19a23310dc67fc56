import type { ReplayVersion } from "@sluice/api/schemas";
import type { ReplayProgress, ReplaySelection, StoredReplay } from "./store.ts";

interface Row extends Omit<StoredReplay, "version" | "selection" | "underway"> {
  readonly version: string;
  readonly selection: string;
  readonly underway: string | null;
  readonly holder: string | null;
  readonly leaseUntil: number | null;
}

/** Replays that are kept once they have ended. */
export const keptReplays = 500;

export function toRow({ version, selection, underway, ...rest }: StoredReplay): Row {
  return {
    ...rest,
    ...{ holder: null, leaseUntil: null },
    version: String(version),
    selection: JSON.stringify(selection),
    underway: underway && JSON.stringify(underway),
  };
}

export function toReplay({
  version,
  selection,
  underway,
  holder: _,
  leaseUntil: __,
  ...rest
}: Row): StoredReplay {
  return {
    ...rest,
    version: /^\d+$/.test(version) ? Number(version) : (version as ReplayVersion),
    selection: JSON.parse(selection) as ReplaySelection,
    underway: underway === null ? null : (JSON.parse(underway) as StoredReplay["underway"]),
  };
}

/** The columns of a progress. */
export function progressRow({ underway, ...rest }: ReplayProgress) {
  return { ...rest, underway: underway && JSON.stringify(underway) };
}
