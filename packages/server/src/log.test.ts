import { DrizzleQueryError } from "drizzle-orm";
import { expect, it } from "vitest";
import { createLog } from "./log.ts";

it("says why a query failed, and nothing of its values", () => {
  const lines: string[] = [];
  const log = createLog("error", { write: (line) => lines.push(line) });
  const err = new DrizzleQueryError(
    "select * from hook_keys where key = $1",
    ["canary-key"],
    new Error("no connection"),
  );
  log.error({ err }, "a trigger could not be looked up");
  expect(lines.join()).toContain("no connection");
  expect(lines.join()).not.toContain("canary-key");
});
