import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { temporaryDatabase } from "../../testing/temporary-database.ts";
import { StoreUnavailableError, sqliteCodeOf } from "../store-unavailable.ts";
import type { ProbeOperations } from "./testing/probe.ts";
import type { Writer } from "./writer.ts";

export type Temporary = ReturnType<typeof temporaryDatabase>;

export interface OpenWriter {
  readonly writer: Writer<ProbeOperations>;
  close(): Promise<void>;
}

/** What a writer promises, wherever it runs. */
export function writerCases(name: string, start: (temporary: Temporary) => OpenWriter): void {
  describe(`a writer ${name}`, () => {
    let temporary: Temporary;
    let open: OpenWriter;
    beforeEach(() => {
      temporary = temporaryDatabase();
      temporary.database.write.$client.exec("CREATE TABLE probe (id INTEGER PRIMARY KEY, word TEXT)");
      open = start(temporary);
    });
    afterEach(async () => {
      await open.close();
      temporary.remove();
    });
    const words = () =>
      temporary.database.read.$client.prepare("SELECT word FROM probe ORDER BY id").pluck().all();

    it("commits what waits together, in order, and answers after the commit", async () => {
      const { writer } = open;
      const writes = [1, 2, 3].map((id) => writer.write("add", { id, word: `w${id}` }));
      expect(writer.waiting).toBe(3);
      // All three are there as soon as one of them is: they shared the commit.
      expect(await writes[0]).toBe("w1");
      expect(words()).toEqual(["w1", "w2", "w3"]);
      expect(writer.waiting).toBe(0);
      expect(await Promise.all(writes)).toEqual(["w1", "w2", "w3"]);
    });

    it("takes back only what failed, and says why", async () => {
      const { writer } = open;
      const results = await Promise.allSettled([
        writer.write("add", { id: 1, word: "one" }),
        writer.write("add", { id: 2, word: "half" }),
        writer.write("bug", undefined),
        writer.write("forgotten" as "bug", undefined),
        writer.write("add", { id: 3, word: "three" }),
      ]);
      expect(results.map(({ status }) => status)).toEqual([
        "fulfilled",
        "rejected",
        "rejected",
        "rejected",
        "fulfilled",
      ]);
      const reasons = results.map((result) => (result.status === "rejected" ? result.reason : undefined));
      expect(sqliteCodeOf(reasons[1])).toBe("SQLITE_CONSTRAINT_PRIMARYKEY");
      expect(reasons[2]).toMatchObject({ message: "a mistake of ours" });
      expect(reasons[3]).toMatchObject({ message: "there is no write operation forgotten" });
      expect(words()).toEqual(["one", "three"]);
      expect(writer.failing).toBe(false);
      expect(writer.broken).toBe(false);
    });

    it("says that the store is unavailable, and goes on when it is there again", async () => {
      const { writer } = open;
      await writer.write("pragma", "max_page_count = 60");
      const big = "x".repeat(1_000_000);
      await expect(writer.write("add", { id: 1, word: big })).rejects.toBeInstanceOf(StoreUnavailableError);
      expect(writer.failing).toBe(true);
      await writer.write("pragma", "max_page_count = 1000000");
      await writer.write("add", { id: 2, word: "back" });
      expect(writer.failing).toBe(false);
      expect(words()).toEqual(["back"]);
      expect(writer.broken).toBe(false);
    });

    it("waits for another connection on the file, and gives up after a second", async () => {
      const { writer } = open;
      await writer.write("add", { id: 1, word: "before" });
      const { $client } = temporary.database.write;
      $client.exec("BEGIN IMMEDIATE");
      const refused = writer.write("add", { id: 2, word: "late" });
      const outcome = await refused.then(
        () => "stored",
        (error: unknown) => error,
      );
      $client.exec("ROLLBACK");
      expect(outcome).toBeInstanceOf(StoreUnavailableError);
      await writer.write("add", { id: 3, word: "after" });
      expect(words()).toEqual(["before", "after"]);
    });

    it("drains", async () => {
      const { writer } = open;
      await writer.drain();
      const writes = Array.from({ length: 1200 }, (_, id) => writer.write("add", { id, word: "w" }));
      await writer.drain();
      expect(words().length).toBe(1200);
      expect(writer.waiting).toBe(0);
      await Promise.all(writes);
    });

    it("drains what was handed in before, whatever comes after", async () => {
      const { writer } = open;
      let id = 0;
      let stop = false;
      const busy = async () => {
        while (!stop) {
          id += 1;
          await writer.write("add", { id, word: "w" });
        }
      };
      const load = [busy(), busy(), busy()];
      await writer.drain();
      stop = true;
      await Promise.all(load);
      expect(words().length).toBe(id);
    });
  });
}
