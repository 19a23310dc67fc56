import { sluice, whole, words } from "./columns.ts";

/**
 * Each transaction of a writer leaves a mark and removes the one before, so that a writer whose answer to a commit was lost
 * can see whether it was done. The number of the transaction does not tell: what was not in the log when the server
 * crashed is not remembered, and its number is given to another one.
 */
export const commitMarks = sluice.table("commit_marks", {
  id: words("id").primaryKey(),
  /** Milliseconds since 1970. */
  madeAt: whole("made_at").notNull(),
});
