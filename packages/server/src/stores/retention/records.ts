import { encodeTime } from "ulid";

/** An execution that may go. */
export interface Candidate {
  readonly id: string;
  readonly deliveryId: string | null;
  /** Of the delivery's body. */
  readonly bytes: number;
}

export const endedStatuses = ["succeeded", "failed", "cancelled", "timed-out"] as const;
/** Bytes of bodies that one batch frees: each page of them costs, and who writes waits meanwhile. */
export const mostBytes = 8 * 1024 * 1024;
/** Rows of journals that one batch deletes. */
export const mostJournalRows = 2000;

/** The smallest id of a moment: ids begin with their time. */
export function firstId(prefix: "exe" | "dlv", milliseconds: number): string {
  return `${prefix}_${encodeTime(Math.max(0, Math.floor(milliseconds)))}`;
}
