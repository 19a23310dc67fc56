import { fanOutTask } from "../../tasks/new-tasks.ts";
import type { Connection } from "../database/connect.ts";
import { insertTask } from "../database/insert-task.ts";
import { eventRow } from "../events/event-row.ts";
import type { NewEvent } from "../events/store.ts";
import { events } from "../schema/events.ts";

/** Writes what is told of a change, in the transaction that makes it. Call `tasks.poke()` after the commit. */
export function writeEvent(connection: Connection, event: NewEvent): void {
  const { changes } = connection.insert(events).values(eventRow(event)).onConflictDoNothing().run();
  if (changes > 0) insertTask(connection, { task: fanOutTask(event.id), at: event.receivedAt });
}
