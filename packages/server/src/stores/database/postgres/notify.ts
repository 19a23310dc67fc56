import { sql } from "drizzle-orm";
import { escapeText } from "../../schema/postgres/columns.ts";
import type { PostgresDatabase } from "./database.ts";
import type { Connection } from "./transaction.ts";

/** The one channel of PostgreSQL that all of Sluice's news go by. */
export const listenChannel = "sluice";

/**
 * The payload of a notification: who, its number, which of our channels, and the text. PostgreSQL delivers equal ones of one
 * transaction once; the number makes them differ.
 */
export function notification(given: {
  readonly processId: string;
  readonly number: number;
  readonly channel: string;
  readonly text: string;
}): string {
  return `${given.processId} ${given.number} ${given.channel} ${escapeText(given.text)}`;
}

/** Tells the other processes by the commit of this transaction, or not at all. */
export async function notifyWithin(
  tx: Connection,
  given: { database: Pick<PostgresDatabase, "processId">; channel: string; text: string },
): Promise<void> {
  const { database, channel, text } = given;
  await tx.execute(
    sql`select pg_notify(${listenChannel}, ${notification({ processId: database.processId, number: 0, channel, text })})`,
  );
}
