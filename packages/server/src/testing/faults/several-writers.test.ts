import { execFile } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { createSqliteExecutionsStore } from "../../stores/executions/sqlite.ts";
import { temporaryDatabase } from "../temporary-database.ts";

const program = fileURLToPath(new URL("writing-child.ts", import.meta.url));
const quickImports = fileURLToPath(new URL("../../quick-imports.ts", import.meta.url));
const writers = ["a", "b", "c", "d"];
const count = 150;

describe("four processes that read and write one file", () => {
  it("F21: wait for each other: none is refused for having read before it wrote", async () => {
    const { database, folder, remove } = temporaryDatabase();
    const file = join(folder, "sluice.db");
    const results = await Promise.all(
      writers.map(async (name) => {
        const given = ["--import", quickImports, program, file, name, String(count)];
        const { stdout } = await promisify(execFile)(process.execPath, given);
        return JSON.parse(stdout) as { stored: string[]; refused: string[] };
      }),
    );
    // Waiting too long for the others is told as such, and is rare; SQLITE_BUSY_SNAPSHOT would mean a transaction begun by reading.
    const codes = results.flatMap(({ refused }) => refused);
    expect(codes.filter((code) => code !== "SQLITE_BUSY")).toEqual([]);
    expect(codes.length).toBeLessThan((writers.length * count) / 20);
    const listed = await createSqliteExecutionsStore(database).list({ limit: 10_000 });
    expect(listed.map(({ id }) => id).sort()).toEqual(results.flatMap(({ stored }) => stored).sort());
    expect(listed.length + codes.length).toBe(writers.length * count);
    remove();
  }, 180_000);
});
