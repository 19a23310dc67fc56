import type { Suspect } from "../stores/executions/store.ts";
import type { Trial } from "../stores/intake/store.ts";
import type { DueStep } from "./replay.ts";

/** An execution that took its process down so often, the last time alone, is set aside. */
export const mostCrashes = 3;
/** From so many crashes on it is tried alone: whatever else runs then is not suspected. */
const aloneFrom = 2;
/** So often a crash that had another reason speaks for it; then it waits for a time without any. */
const mostReprieves = 5;

/** How long a suspect is kept apart before it is tried alone: the process has to live that long without it. */
export interface TrialWaits {
  /** Milliseconds, at least and at most. */
  readonly least: number;
  readonly most: number;
  /** So many times as long as the process lived with it. */
  readonly factor: number;
}

/** Decision 0090 says what follows from these numbers. */
export const usualWaits: TrialWaits = { least: 10_000, most: 600_000, factor: 10 };

/** What is to be done with a suspect. */
export type Course =
  /** It was on trial when its process died: what that means is in its journal. */
  | { readonly kind: "judge"; readonly trial: Trial }
  /** To be tried beside a few others, or alone. */
  | { readonly kind: "company" | "alone"; readonly trial: Trial }
  /** Its time apart was disturbed: once more. */
  | { readonly kind: "wait"; readonly forMs: number };

/** `disturbed`: a process died for another reason while it waited. */
export function courseOf(suspect: Suspect, disturbed: boolean, now: number): Course {
  const { epoch, crashes, reprieves, waitsSince, triedSince } = suspect;
  const seen = { epoch, reprieves, explains: false };
  if (triedSince !== null) {
    return { kind: "judge", trial: { ...seen, crashes: crashes + 1, explains: crashes >= aloneFrom } };
  }
  if (waitsSince === null || crashes < aloneFrom) {
    return { kind: "company", trial: { ...seen, crashes: Math.max(1, crashes) } };
  }
  if (!disturbed) return { kind: "alone", trial: { ...seen, crashes } };
  if (reprieves >= mostReprieves) return { kind: "wait", forMs: Math.max(0, now - waitsSince) };
  return { kind: "company", trial: { ...seen, crashes: 1, reprieves: reprieves + 1 } };
}

/**
 * How many of the crashes count against an execution, as its journal tells: no more than one of its steps was under way at,
 * or all where none was known to be. One that comes further from crash to crash is beside another that is guilty. One with
 * nothing left to do but to end has done nothing when its process died: that speaks for it as a crash of others does.
 */
export function counted(
  { crashes, reprieves }: Pick<Trial, "crashes" | "reprieves">,
  due: readonly Pick<DueStep, "cutOff">[],
): Pick<Trial, "crashes" | "reprieves"> {
  if (due.length === 0 && reprieves < mostReprieves) return { crashes: 1, reprieves: reprieves + 1 };
  const most = Math.max(0, ...due.map(({ cutOff }) => cutOff));
  return { crashes: most === 0 ? crashes : Math.min(crashes, most), reprieves };
}

/** How often a process with an execution on trial gives a sign of life, in milliseconds. */
export const signsMs = 1000;

/** How long its process lived with it on trial, in milliseconds; null: nobody knows. */
export function diedAfter({ triedSince, seenAt }: Suspect): number | null {
  return triedSince === null || seenAt === null ? null : Math.max(0, seenAt - triedSince) + signsMs;
}

/** How long it waits for its next trial, in milliseconds, when its process died `diedAfterMs` into the last one. */
export function waitFor(
  { least, most, factor }: TrialWaits,
  given: { crashes: number; diedAfterMs: number | null },
): number {
  const { crashes, diedAfterMs } = given;
  if (crashes < aloneFrom) return 0;
  return Math.min(most, Math.max(least, factor * (diedAfterMs ?? most)));
}
