import { parentPort, workerData } from "node:worker_threads";
import { type Connection, connect } from "./connect.ts";
import { createGroupCommit, type WriteOperations } from "./group-commit.ts";
import { answerOf, type ThreadBatch, writesOf } from "./thread-messages.ts";

/**
 * The other side of `startThreadWriter`: opens the file, and commits what is handed over until it is told to close.
 * Throws when this is not the thread of a writer, or the file cannot be opened; the thread ends with it.
 */
export function serveWriter(operationsOn: (connection: Connection) => WriteOperations): void {
  const port = parentPort;
  const { file } = workerData as { file: string };
  if (!port) throw new Error("this program is the thread of a writer");
  const connection = connect({ file });
  const commits = createGroupCommit(connection.$client, operationsOn(connection));

  port.on("message", (message: ThreadBatch | "close") => {
    if (message !== "close") {
      port.postMessage(answerOf(commits.perform(writesOf(message)), commits.broken));
      return;
    }
    connection.$client.close();
    port.close();
  });
  port.postMessage("started");
}
