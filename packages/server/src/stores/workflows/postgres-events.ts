import type pg from "pg";
import { fanOutTask } from "../../tasks/new-tasks.ts";
import { addTasks } from "../database/postgres/add-tasks.ts";
import type { Connection } from "../database/postgres/transaction.ts";
import { eventRow } from "../events/event-row.ts";
import type { NewEvent } from "../events/store.ts";
import { events } from "../schema/postgres/events.ts";

/** Writes what is told of a change, in the transaction that makes it. */
export async function writeEvent(
  { tx, client }: { readonly tx: Connection; readonly client: pg.ClientBase },
  event: NewEvent,
): Promise<void> {
  const { rowCount } = await tx.insert(events).values(eventRow(event)).onConflictDoNothing();
  if (rowCount === 1) await addTasks(client, { tasks: [fanOutTask(event.id)], at: event.receivedAt });
}
