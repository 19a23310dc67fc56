import Sqlite from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { temporaryDatabase } from "../../testing/temporary-database.ts";
import { StoreUnavailableError } from "../store-unavailable.ts";
import { probeOperations } from "./testing/probe.ts";
import { type Temporary, writerCases } from "./writer.cases.ts";
import { createWriter } from "./writer.ts";

const start = ({ database }: Temporary) => {
  const writer = createWriter(database.write.$client, probeOperations(database.write));
  return { writer, close: () => writer.drain() };
};

writerCases("on a connection of this thread", start);

describe("a writer on a connection of this thread", () => {
  let temporary: Temporary;
  beforeEach(() => {
    temporary = temporaryDatabase();
    temporary.database.write.$client.exec("CREATE TABLE probe (id INTEGER PRIMARY KEY, word TEXT)");
  });
  afterEach(() => temporary.remove());

  it("takes nothing more after a failure of the disk, and says so", async () => {
    const client = temporary.database.write.$client;
    let failing = true;
    const failure = () => {
      throw new Sqlite.SqliteError("disk I/O error", "SQLITE_IOERR_FSYNC");
    };
    // The real connection, whose COMMIT fails once as an fsync does.
    const faulty = new Proxy(client, {
      get(target, name) {
        if (name === "inTransaction") return target.inTransaction;
        if (name === "transaction") return target.transaction.bind(target);
        if (name === "name") return target.name;
        return (sql: string) => {
          const statement = target.prepare(sql);
          return sql === "COMMIT" ? { run: () => (failing ? failure() : statement.run()) } : statement;
        };
      },
    });
    const writer = createWriter(faulty, { nothing: () => "done" });
    expect(writer.broken).toBe(false);
    await expect(writer.write("nothing", undefined as never)).rejects.toBeInstanceOf(StoreUnavailableError);
    failing = false;
    expect(writer.broken).toBe(true);
    await expect(writer.write("nothing", undefined as never)).rejects.toBeInstanceOf(StoreUnavailableError);
  });

  it("refuses everything when the database is closed, without throwing from nowhere", async () => {
    const { writer } = start(temporary);
    temporary.database.close();
    await expect(writer.write("add", { id: 1, word: "late" })).rejects.toBeInstanceOf(StoreUnavailableError);
  });
});
