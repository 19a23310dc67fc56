import Sqlite from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { temporaryDatabase } from "../../testing/temporary-database.ts";
import { StoreUnavailableError } from "../store-unavailable.ts";
import { createWriter } from "./writer.ts";

let temporary: ReturnType<typeof temporaryDatabase>;
beforeEach(() => {
  temporary = temporaryDatabase();
  temporary.database.write.$client.exec("CREATE TABLE probe (id INTEGER PRIMARY KEY, word TEXT)");
});
afterEach(() => temporary.remove());

function open() {
  const client = temporary.database.write.$client;
  const insert = client.prepare("INSERT INTO probe VALUES (?, ?)");
  const commits: number[] = [];
  const writer = createWriter(client, {
    add({ id, word }: { id: number; word: string }): string {
      insert.run(id, word);
      if (word === "half") insert.run(id, "again");
      return word;
    },
    bug(): void {
      throw new TypeError("a mistake of ours");
    },
  });
  const words = () =>
    temporary.database.read.$client.prepare("SELECT word FROM probe ORDER BY id").pluck().all();
  return { client, writer, words, commits };
}

describe("the writer", () => {
  it("commits what waits together, in order, and answers after the commit", async () => {
    const { writer, words, client } = open();
    const before = client.pragma("data_version", { simple: true });
    const writes = [1, 2, 3].map((id) => writer.write("add", { id, word: `w${id}` }));
    expect(writer.waiting).toBe(3);
    const first = await writes[0];
    // All three are there as soon as one of them is: they shared the commit.
    expect(first).toBe("w1");
    expect(words()).toEqual(["w1", "w2", "w3"]);
    expect(writer.waiting).toBe(0);
    expect(client.pragma("data_version", { simple: true })).toBe(before);
  });

  it("takes back only what failed", async () => {
    const { writer, words } = open();
    const results = await Promise.allSettled([
      writer.write("add", { id: 1, word: "one" }),
      writer.write("add", { id: 2, word: "half" }),
      writer.write("bug", undefined as never),
      writer.write("add", { id: 3, word: "three" }),
    ]);
    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "rejected", "fulfilled"]);
    expect(words()).toEqual(["one", "three"]);
  });

  it("says that the store is unavailable, and goes on when it is there again", async () => {
    const { writer, words, client } = open();
    const pages = Number(client.pragma("page_count", { simple: true }));
    client.pragma(`max_page_count = ${pages}`);
    const big = "x".repeat(1_000_000);
    await expect(writer.write("add", { id: 1, word: big })).rejects.toBeInstanceOf(StoreUnavailableError);
    client.pragma("max_page_count = 1000000");
    await writer.write("add", { id: 2, word: "back" });
    expect(words()).toEqual(["back"]);
  });

  it("takes nothing more after a failure of the disk, and says so", async () => {
    const { client } = open();
    let failing = true;
    const failure = () => {
      throw new Sqlite.SqliteError("disk I/O error", "SQLITE_IOERR_FSYNC");
    };
    // The real connection, whose COMMIT fails once as an fsync does.
    const faulty = new Proxy(client, {
      get(target, name) {
        if (name === "inTransaction") return target.inTransaction;
        if (name === "transaction") return target.transaction.bind(target);
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
    const { writer } = open();
    temporary.database.close();
    await expect(writer.write("add", { id: 1, word: "late" })).rejects.toBeInstanceOf(StoreUnavailableError);
  });

  it("drains", async () => {
    const { writer, words } = open();
    await writer.drain();
    const writes = Array.from({ length: 1200 }, (_, id) => writer.write("add", { id, word: "w" }));
    await writer.drain();
    expect(words().length).toBe(1200);
    await Promise.all(writes);
  });
});
