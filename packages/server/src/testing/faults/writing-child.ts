// One of several processes that write to one file: stores executions one after another, and prints what became of them.
import { openDatabase } from "../../stores/database/database.ts";
import { createSqliteIntakeStore } from "../../stores/intake/sqlite.ts";
import { StoreUnavailableError, sqliteCodeOf } from "../../stores/store-unavailable.ts";
import { anExecution } from "../../stores/testing/records.ts";

const [file = "", name = "", count = "0"] = process.argv.slice(2);
const intake = createSqliteIntakeStore(openDatabase({ file }));
const stored: string[] = [];
const refused: string[] = [];
for (let n = 0; n < Number(count); n += 1) {
  const id = `exe_${name}_${n}`;
  // Looks for the key, then writes.
  const execution = anExecution({ id, status: "queued", wakeAt: 1, startKey: id });
  try {
    await intake.enqueue({ execution, journal: null });
    stored.push(id);
  } catch (error) {
    if (!(error instanceof StoreUnavailableError)) throw error;
    refused.push(sqliteCodeOf(error.cause));
  }
}
console.log(JSON.stringify({ stored, refused }));
process.exit(0);
