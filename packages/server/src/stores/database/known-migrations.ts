import { version as thisVersion } from "../../version.ts";
import { MigrationError } from "./migration-error.ts";

/** A migration as a database remembers it. */
export interface AppliedMigration {
  /** When it was made by drizzle-kit, in milliseconds since 1970: names it. */
  readonly madeAt: number;
  /** SHA-256 of its statements. */
  readonly hash: string;
  /** Version of the program that applied it; null: by one that did not remember. */
  readonly version: string | null;
}

/** A migration as this program has it. */
export interface KnownMigration {
  readonly folderMillis: number;
  readonly hash: string;
}

/**
 * What is still to be applied. Throws a `MigrationError` when something was applied that this program does not know:
 * going back is not possible, because nobody wrote the way.
 */
export function pendingOf<Known extends KnownMigration>(given: {
  readonly known: readonly Known[];
  readonly applied: readonly AppliedMigration[];
  /** "The database /data/sluice.db" */
  readonly what: string;
  /** What to do, as the end of a sentence: "start that version, or …". */
  readonly remedy: string;
}): Known[] {
  const { known, applied, what, remedy } = given;
  const unknown = unknownOf(known, applied);
  if (unknown.length > 0) {
    const maker = unknown.at(-1)?.version ?? null;
    const madeBy = maker === null ? "" : `made by Sluice ${maker}; `;
    throw new MigrationError(
      `${what} was written by a newer or different version of Sluice (${madeBy}this is ${thisVersion}): ${remedy}.`,
    );
  }
  const done = new Set(applied.map(({ madeAt }) => madeAt));
  return known.filter(({ folderMillis }) => !done.has(folderMillis));
}

/** What was applied and this program does not know, in the order in which it was made. */
export function unknownOf<Applied extends Pick<AppliedMigration, "madeAt" | "hash">>(
  known: readonly KnownMigration[],
  applied: readonly Applied[],
): Applied[] {
  const ours = new Map(known.map(({ folderMillis, hash }) => [folderMillis, hash]));
  return applied
    .filter(({ madeAt, hash }) => ours.get(madeAt) !== hash)
    .sort((one, other) => one.madeAt - other.madeAt);
}

/** Throws where tables that this program works on were changed by one that it does not know. */
export function insistOnKnown(
  applied: readonly Pick<AppliedMigration, "madeAt" | "hash">[],
  known: readonly KnownMigration[],
): void {
  if (unknownOf(known, applied).length > 0)
    throw new MigrationError("A newer or different version of Sluice has changed the tables.");
}
