import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { temporaryDatabase } from "../../testing/temporary-database.ts";
import { StoreUnavailableError } from "../store-unavailable.ts";
import type { ProbeOperations } from "./testing/probe.ts";
import { startThreadWriter } from "./thread-writer.ts";
import { type Temporary, writerCases } from "./writer.cases.ts";

const program = new URL("./testing/probe-thread.ts", import.meta.url);

const start = (file: string) => startThreadWriter<ProbeOperations>({ program, file });

writerCases("in a thread of its own", ({ database }) => {
  const writer = start(database.file);
  return { writer, close: () => writer.close() };
});

describe("a writer in a thread of its own", () => {
  let temporary: Temporary;
  beforeEach(() => {
    temporary = temporaryDatabase();
    temporary.database.write.$client.exec("CREATE TABLE probe (id INTEGER PRIMARY KEY, word TEXT)");
  });
  afterEach(() => temporary.remove());
  const words = () =>
    temporary.database.read.$client.prepare("SELECT word FROM probe ORDER BY id").pluck().all();

  it("leaves the event loop free while its commit waits", async () => {
    const writer = start(temporary.database.file);
    await writer.started;
    const { $client } = temporary.database.write;
    $client.exec("BEGIN IMMEDIATE");
    const write = writer.write("add", { id: 1, word: "waits" });
    let turns = 0;
    while (turns < 5) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      turns += 1;
    }
    expect(writer.waiting).toBe(1);
    $client.exec("ROLLBACK");
    expect(await write).toBe("waits");
    await writer.close();
  });

  it("refuses what waits and all that comes when its thread dies, and says that it is broken", async () => {
    const writer = start(temporary.database.file);
    await writer.write("add", { id: 1, word: "kept" });
    const under = [writer.write("add", { id: 2, word: "lost" }), writer.write("crash", undefined)];
    for (const write of under) await expect(write).rejects.toBeInstanceOf(StoreUnavailableError);
    expect(writer.broken).toBe(true);
    expect(writer.waiting).toBe(0);
    await expect(writer.write("add", { id: 3, word: "late" })).rejects.toBeInstanceOf(StoreUnavailableError);
    await writer.drain();
    await writer.close();
    expect(words()).toEqual(["kept"]);
  });

  it("refuses everything when it cannot open the file", async () => {
    const writer = start(join(temporary.folder, "nowhere", "sluice.db"));
    const early = writer.write("add", { id: 1, word: "early" });
    await expect(writer.started).rejects.toThrow(/directory does not exist/);
    await expect(early).rejects.toBeInstanceOf(StoreUnavailableError);
    expect(writer.broken).toBe(true);
    await writer.close();
  });

  it("refuses alone what cannot be handed over", async () => {
    const writer = start(temporary.database.file);
    const good = writer.write("add", { id: 1, word: "good" });
    const bad = writer.write("add", { id: 2, word: (() => "a function") as never });
    await expect(bad).rejects.toThrow(/cannot be copied/);
    expect(await good).toBe("good");
    await writer.close();
  });

  it("writes what waits before it closes, and takes nothing after", async () => {
    const writer = start(temporary.database.file);
    const write = writer.write("add", { id: 1, word: "last" });
    await Promise.all([writer.close(), writer.close()]);
    expect(await write).toBe("last");
    await expect(writer.write("add", { id: 2, word: "late" })).rejects.toBeInstanceOf(StoreUnavailableError);
    expect(words()).toEqual(["last"]);
    // The lock of its connection is gone: the file can be taken as a whole.
    temporary.database.write.$client.exec("BEGIN EXCLUSIVE; COMMIT");
  });
});
