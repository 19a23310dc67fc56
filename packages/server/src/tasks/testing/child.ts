import { openDatabase } from "../../stores/database/database.ts";
import { createEmbeddedTasks } from "../embedded.ts";
import { createGraphileTasks } from "../graphile.ts";

/** A process that begins a task and never ends it: `child.ts <sqlite|postgres> <file or URL>` prints `begun`, to be killed. */
const [dialect, target = ""] = process.argv.slice(2);
const common = { log: { info: () => {}, warn: () => {}, error: () => {} }, clock: Date.now };
const tasks =
  dialect === "sqlite"
    ? createEmbeddedTasks({ ...common, database: openDatabase({ file: target }) })
    : createGraphileTasks({ ...common, url: target });
setInterval(() => {}, 1000);
await tasks.start({
  tick: () => {
    process.stdout.write("begun\n");
    return new Promise(() => {});
  },
});
