import type { PostgresDatabase } from "../database/postgres/database.ts";
import { createBatchWriter } from "../database/postgres/writer.ts";
import { accept, enqueue, prepare } from "./postgres-accept.ts";
import { append } from "./postgres-append.ts";
import {
  cancelIdle,
  claim,
  forgetWorkers,
  giveFree,
  heartbeat,
  released,
  suspect,
} from "./postgres-claims.ts";
import { answered, refuse } from "./postgres-deliveries.ts";
import { discardHeld, hold } from "./postgres-held.ts";
import { resolveWait } from "./postgres-waits.ts";
import type { IntakeStore } from "./store.ts";

const operations = {
  ...{ accept, enqueue, append, prepare, resolveWait, answered, refuse },
  ...{ hold, discardHeld },
  ...{ claim, suspect, heartbeat, forgetWorkers, released, giveFree, cancelIdle },
};

/** Intake in PostgreSQL: one writer with group commit, each kind of operation a statement or two for all that wait. */
export function createPostgresIntakeStore(
  database: PostgresDatabase,
  given: { readonly doubtMs?: number } = {},
): IntakeStore {
  const writer = createBatchWriter(database.intakePool, operations, given);
  return {
    accept: (given) => writer.write("accept", given),
    hold: (given) => writer.write("hold", given),
    discardHeld: (given) => writer.write("discardHeld", given),
    enqueue: (given) => writer.write("enqueue", given),
    append: (given) => writer.write("append", given),
    claim: (given) => writer.write("claim", given),
    suspect: (given) => writer.write("suspect", given),
    heartbeat: (given) => writer.write("heartbeat", given),
    forgetWorkers: (given) => writer.write("forgetWorkers", given),
    released: (given) => writer.write("released", given),
    giveFree: (given) => writer.write("giveFree", given),
    resolveWait: (given) => writer.write("resolveWait", given),
    prepare: (given) => writer.write("prepare", given),
    cancelIdle: (given) => writer.write("cancelIdle", given),
    answered: (given) => writer.write("answered", given),
    refuse: (given) => writer.write("refuse", given),
    get waiting() {
      return writer.waiting;
    },
    // A failed fsync is PostgreSQL's own affair: it ends itself and recovers from its log.
    broken: false,
    drain: () => writer.drain(),
  };
}
